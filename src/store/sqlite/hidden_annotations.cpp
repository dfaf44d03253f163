#include "store/sqlite/hidden_annotations.h"

#include <string>

#include "store/sqlite/chunks.h"
#include "store/sqlite/unshown_rows.h"

namespace allot::sqlite {

ItemSet hidden_annotations(Database& db, const DatasetId& dataset) {
  return deleted_or_listed_annotations(db, dataset) | unshown_annotations(db, dataset);
}

ItemSet deleted_or_listed_annotations(Database& db, const DatasetId& dataset) {
  auto chunks = db.query(
      "SELECT chunk, bitmap FROM purge_chunk JOIN purge ON number = purge"
      " WHERE dataset_id = ? AND annotations = 1 UNION ALL "
      "SELECT chunk, bitmap FROM annotation_list_chunk JOIN annotation_list ON number = list"
      " WHERE dataset_id = ? AND shown = 0"
  );
  chunks.bind(dataset, dataset);
  return union_of_chunks(chunks);
}

bool HiddenAnnotations::knows_clones() {
  knows_clones_ =
      knows_clones_ ||
      db_.query("SELECT 1 FROM sqlite_schema WHERE name = 'clone'").maybe<int>().has_value();
  return knows_clones_;
}

const ItemSet& HiddenAnnotations::of(std::string_view dataset) {
  const bool is_known = db_.is_read_only() && transaction_ == db_.transactions() &&
                        dataset == std::string_view(dataset_.text);
  if (!is_known) {
    dataset_ = DatasetId{std::string(dataset)};
    numbers_ = knows_clones() ? hidden_annotations(db_, dataset_)
                              : deleted_or_listed_annotations(db_, dataset_);
    transaction_ = db_.transactions();
  }
  return numbers_;
}

}  // namespace allot::sqlite
