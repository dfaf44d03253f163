#pragma once

#include "http/response.h"
#include "usecases/tasks/moving.h"

namespace allot::http {

/// The command of a move, or with `?dryRun=true` its plan: `{"plan": {"kind", "taskId", …,
/// "people": […]}}`.
[[nodiscard]] Response outcome_response(const Env& env, const Outcome& outcome);

}  // namespace allot::http
