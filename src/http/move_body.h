#pragma once

#include "http/json_body.h"
#include "http/request.h"
#include "usecases/tasks/movable.h"

namespace allot::http {

/// `?dryRun`, and of the body `includeInUse` and `expect: {version, people: [{assigneeId, gives,
/// gets}]}`. Errors: invalid.
[[nodiscard]] Result<MoveOptions> move_options(const Request& request, const JsonBody& body);

/// `query` and `selectNotAnnotatedOnly`. Errors: invalid.
[[nodiscard]] Result<WorkFilter> work_filter(const JsonBody& body);

/// Nothing makes groups yet, so `groups` may name none. Errors: invalid.
[[nodiscard]] Result<Done> require_no_groups(const JsonBody& body);

/// `allowToSkipAssignments`: receivers who would get nothing are left out in any case. Errors:
/// invalid (neither true nor false).
[[nodiscard]] Result<Done> allow_to_skip(const JsonBody& body);

}  // namespace allot::http
