#include "usecases/items/bulk_change.h"

#include <algorithm>

#include "usecases/annotations/log.h"

namespace allot {

namespace {

void tell(Transaction& tx, const BulkChange& change, ThingChanged what) {
  tx.journal().append(
      {.what = std::move(what),
       .project = change.project,
       .task = {},
       .actor = change.actor,
       .at = change.at}
  );
}

}  // namespace

Result<Done> require_room_for_bulk_change(
    const Transaction& tx, const DatasetId& dataset, std::uint64_t more
) {
  if (tx.bulk_changes().pending_of(dataset) + more <= bulk_changes_max) return Done{};
  return fail(
      ErrorCode::unavailable,
      "Too many changes of many items of this dataset are still being written; try again."
  );
}

void write_bulk_slice(Transaction& tx, const DatasetId& dataset) {
  constexpr std::uint64_t most_rows = 500;  // some 15 ms, of one change
  constexpr std::uint64_t fewest_rows = 50;
  // A row gets all that it does not hold: with many changes on their way fewer rows are as much.
  const auto changes = std::max<std::uint64_t>(1, tx.bulk_changes().pending_of(dataset));
  const auto rows = std::max(most_rows / changes, fewest_rows);
  const auto slice = tx.bulk_changes().take(dataset, rows);
  if (!slice) return;
  for (const auto& item : slice->items) tell(tx, slice->change, updated(item));
  for (const auto& annotation : slice->annotations) {
    tell(tx, slice->change, updated(annotation.id));
  }
  log_bulk_change(tx, dataset, slice->annotations, slice->change);
}

}  // namespace allot
