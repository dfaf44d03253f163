#pragma once

#include <vector>

#include "usecases/env.h"

namespace allot {

/// What of a task an issue is about.
struct WorkWithIssue {
  Task task;
  SharedLedger ledger;
  ItemSet items;
};

/// What issues on these items are about, if this person opened them (B-084): the work in the
/// parents of the review tasks in which they hold the item, else in every annotation task of the
/// item.
[[nodiscard]] std::vector<WorkWithIssue> work_with_issues(
    const Transaction& tx, const UserId& opener, const DatasetId& dataset, const ItemSet& items
);

/// Issues were opened on items: their status is withdrawn where B-084 says; `discard` stays. Call
/// it once in the transaction that stores the annotations: it goes through the dataset's tasks.
void withdraw_statuses(
    Env& env, Transaction& tx, const Caller& caller, const DatasetId& dataset, const ItemSet& items
);

}  // namespace allot
