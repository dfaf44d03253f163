#include "store/sqlite/hidden_annotations.h"

#include <string>

#include "store/sqlite/chunks.h"

namespace allot::sqlite {

ItemSet hidden_annotations(Database& db, const DatasetId& dataset) {
  auto chunks = db.query(
      "SELECT chunk, bitmap FROM purge_chunk JOIN purge ON number = purge"
      " WHERE dataset_id = ? AND annotations = 1 UNION ALL "
      "SELECT chunk, bitmap FROM annotation_list_chunk JOIN annotation_list ON number = list"
      " WHERE dataset_id = ? AND shown = 0"
  );
  chunks.bind(dataset, dataset);
  return union_of_chunks(chunks);
}

const ItemSet& HiddenAnnotations::of(std::string_view dataset) {
  const bool is_known = db_.is_read_only() && transaction_ == db_.transactions() &&
                        dataset == std::string_view(dataset_.text);
  if (!is_known) {
    dataset_ = DatasetId{std::string(dataset)};
    numbers_ = hidden_annotations(db_, dataset_);
    transaction_ = db_.transactions();
  }
  return numbers_;
}

}  // namespace allot::sqlite
