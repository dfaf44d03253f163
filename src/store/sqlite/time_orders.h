#pragma once

#include <cstdint>
#include <vector>

#include "domain/time_order.h"
#include "store/sqlite/context.h"
#include "store/work_lists.h"

namespace allot::sqlite {

/// The items of a task that have a status, in the order in which these were given: kept in memory,
/// and brought up to date by the lines that the log has more since, of whichever task, and by what
/// differs between the ledgers.
struct TimeOrderEntry {
  std::int64_t version = 0;  // the moment (store/datasets.h) that it is of
  std::int64_t log_end = 0;  // the number of the log's last line then
  SharedLedger ledger;       // as it was then
  TimeOrder order;
};

[[nodiscard]] inline std::size_t cached_bytes(const TimeOrderEntry& entry) {
  return sizeof(TimeOrderEntry) + entry.order.bytes();
}

/// What `WorkLists::latest_first` answers.
[[nodiscard]] std::vector<Ordinal> items_latest_first(
    Context& context,
    const DatasetId& dataset,
    const TaskId& task,
    const ItemSet& among,
    WorkLists::Part part
);

}  // namespace allot::sqlite
