#pragma once

#include "usecases/env.h"

namespace allot {

/// Offers batches to contributors without an assignment whose absence ended by itself in the last
/// hour: they were away when they could have had a first batch, and nothing that they do can bring
/// them one (B-051, B-053). Whose absence is lifted has it at once (set_availability). For a timer.
/// Costs the pulling tasks, on a reader's side. Throws StoreFailure, StoreBusy.
void offer_to_returned(Env& env);

}  // namespace allot
