#include "usecases/items/purge.h"

namespace allot {

std::uint64_t purge_slice(Transaction& tx, const DatasetId& dataset, std::uint64_t most_rows) {
  std::uint64_t rows = 0;
  while (rows < most_rows) {
    const auto slice = tx.purges().take(dataset, most_rows - rows);
    if (!slice) break;
    for (const auto& item : slice->items) {
      tx.journal().append(
          {.resource = "Item",
           .action = "Deleted",
           .resource_id = item.text,
           .project = slice->deletion.project,
           .actor = slice->deletion.actor,
           .at = slice->deletion.at}
      );
    }
    for (const auto& annotation : slice->annotations) {
      tx.journal().append(
          {.resource = "Annotation",
           .action = "Deleted",
           .resource_id = annotation.text,
           .project = slice->deletion.project,
           .actor = slice->deletion.actor,
           .at = slice->deletion.at}
      );
    }
    rows += slice->rows;
  }
  return rows;
}

}  // namespace allot
