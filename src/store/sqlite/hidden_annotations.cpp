#include "store/sqlite/hidden_annotations.h"

namespace allot::sqlite {

ItemSet hidden_annotations(Database& db, const DatasetId& dataset) {
  ItemSet hidden;
  auto chunks = db.query(
      "SELECT chunk, bitmap FROM purge_chunk JOIN purge ON number = purge"
      " WHERE dataset_id = ? AND annotations = 1 UNION ALL "
      "SELECT chunk, bitmap FROM annotation_list_chunk JOIN annotation_list ON number = list"
      " WHERE dataset_id = ? AND shown = 0"
  );
  chunks.bind(dataset, dataset);
  while (chunks.next()) {
    std::uint32_t chunk = 0;
    std::string_view bytes;
    chunks.read(chunk, bytes);
    ItemSet part;
    part.set_chunk(chunk, bytes);
    hidden |= part;
  }
  return hidden;
}

}  // namespace allot::sqlite
