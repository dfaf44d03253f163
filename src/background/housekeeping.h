#pragma once

#include "usecases/env.h"

namespace allot::background {

/// Takes sessions and one-time links away whose time is over. Repeatable. Throws StoreFailure.
void remove_expired_sessions(Env& env);

/// Forgets the answers that were kept under an `Idempotency-Key` for their whole time (B-297).
/// Repeatable. Throws StoreFailure.
void forget_old_answers(Env& env);

}  // namespace allot::background
