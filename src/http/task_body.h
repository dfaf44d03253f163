#pragma once

#include "http/json_body.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/update.h"

namespace allot::http {

/// A creation body (contract: tasks §3). Errors: invalid.
[[nodiscard]] Result<CreateTask> parse_create_task(const JsonBody& body);

/// A PATCH body: the members that may be written; the rest is ignored. Errors: invalid.
[[nodiscard]] Result<UpdateTask> parse_update_task(const TaskId& id, const JsonBody& body);

/// The body as a command echoes it: one that is long without its query and its workload, so that a
/// list of commands stays short whatever they were told.
[[nodiscard]] std::string short_payload(const JsonBody& body);

/// A count of items that must not be negative. Errors: invalid.
[[nodiscard]] Result<std::optional<std::uint64_t>> parse_limit(const JsonBody& body);

}  // namespace allot::http
