#pragma once

#include "usecases/env.h"

namespace allot::background {

/// Takes sessions and one-time links away whose time is over. Repeatable. Throws StoreFailure.
void remove_expired_sessions(Env& env);

}  // namespace allot::background
