#pragma once

#include "usecases/env.h"

namespace allot {

/// Issues were opened on items: their status is withdrawn where B-084 says; `discard` stays. Call
/// it once in the transaction that stores the annotations: it goes through the dataset's tasks.
void withdraw_statuses(
    Env& env, Transaction& tx, const Caller& caller, const DatasetId& dataset, const ItemSet& items
);

}  // namespace allot
