#include "usecases/items/purge.h"

#include "usecases/annotations/log.h"

namespace allot {

namespace {

/// Of rows that went with a deletion, in its words.
void tell(Transaction& tx, const Deletion& deletion, ThingChanged what) {
  tx.journal().append(
      {.what = std::move(what),
       .project = deletion.project,
       .task = {},
       .actor = deletion.actor,
       .at = deletion.at}
  );
}

}  // namespace

std::uint64_t purge_slice(Transaction& tx, const DatasetId& dataset, std::uint64_t most_rows) {
  std::uint64_t rows = 0;
  while (rows < most_rows) {
    const auto slice = tx.purges().take(dataset, most_rows - rows);
    if (!slice) break;
    for (const auto& item : slice->items) tell(tx, slice->deletion, deleted(item));
    for (const auto& annotation : slice->annotations) {
      tell(tx, slice->deletion, deleted(annotation.id));
      log_deletion(tx, dataset, annotation, slice->deletion.actor, slice->deletion.at);
    }
    rows += slice->rows;
  }
  return rows;
}

}  // namespace allot
