#pragma once

#include "http/request.h"
#include "http/response.h"
#include "usecases/tasks/moving.h"

namespace allot::http {

/// The command of a move, with `?dryRun=true` its plan (`{"plan": {"kind", "taskId", …, "people":
/// […]}}`), or 409 `plan_changed` with the plan that it would be now.
[[nodiscard]] Response outcome_response(
    const Env& env, const Request& request, const Outcome& outcome
);

}  // namespace allot::http
