#include "store/sqlite/hidden_annotations.h"

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

}  // namespace allot::sqlite
