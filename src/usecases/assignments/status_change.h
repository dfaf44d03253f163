#pragma once

#include <string>

#include "usecases/tasks/note_pace.h"

namespace allot {

/// Changes the status of `items` in every share that holds some, logs who did it, adds to the pace
/// and tells of it; `word` "" clears. Atomic with the transaction. `before` is the task's ledger;
/// who may do it was asked already.
void change_status(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const ItemSet& items,
    const std::string& word,
    StatusCause cause
);

}  // namespace allot
