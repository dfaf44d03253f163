#pragma once

#include "usecases/env.h"

namespace allot {

/// One line for each of so many items at most.
constexpr std::uint64_t gone_issues_told_max = 100;

/// Tells, for a change of many annotations, of the items that had an issue, or one for review,
/// with the sets `before` and have it no more: one line each, which names no annotation. Of more
/// than `gone_issues_told_max` only of so many, and of one more in each task that has none of
/// these, so that every task's counters follow (B-320).
void tell_of_gone_issues(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const Dataset& dataset,
    const DatasetSets& before
);

}  // namespace allot
