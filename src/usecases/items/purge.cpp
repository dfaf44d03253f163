#include "usecases/items/purge.h"

namespace allot {

void purge_slice(Transaction& tx) {
  constexpr std::uint64_t most_rows = 1'000;  // some 10 ms
  std::uint64_t rows = 0;
  while (rows < most_rows) {
    const auto slice = tx.purges().take(most_rows - rows);
    if (!slice) return;
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
}

}  // namespace allot
