#pragma once

#include <span>
#include <string>

#include "usecases/env.h"

namespace allot {

// The running sums of who does how much in a task (domain/pace.h), in the transaction of the
// change. Each costs a row, however many items the change is about.

/// Why statuses change.
enum class StatusCause {
  asked,  // by the caller: their own change
  issue,  // withdrawn by an issue (B-084): nobody's active time
};

/// Statuses were set, or cleared by the word "". `before` and `after` are the task's ledger.
void note_statuses(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    std::span<const ShareChange> changes,
    const std::string& word,
    StatusCause cause,
    const Ledger& before,
    const Ledger& after
);

/// Items came into the task or left it, or went from one to another, which changes nothing here.
void note_move(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const Ledger& after
);

/// The caller changed annotations on items of the dataset: an own change in each task in which the
/// caller holds some of them.
void note_annotating(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    const ItemSet& items
);
/// The same where these tasks are known.
void note_annotating(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    std::span<const TaskId> tasks
);

}  // namespace allot
