#pragma once

#include "usecases/env.h"

namespace allot {

/// Makes the offers of batches that are due: to people who are there again (an absence is over, the
/// account enabled, back in the project), in every task with something for them; to those whom a
/// manager's move left with nothing; and the rest of offers that were too long for one change
/// (B-053). A change for each person and task, or hundred people of a task; between them others
/// have their turn, and what is very much is left to the next call. When it ends in the middle the
/// rest is made the next time. For a timer. Costs a look when nothing is due. Throws StoreFailure,
/// StoreBusy.
void offer_due(Env& env);

}  // namespace allot
