#pragma once

#include "http/request.h"
#include "http/response.h"

// Labels that go out in the formats of others.
namespace allot::http::labels {

[[nodiscard]] Result<Response> of_dataset(Env& env, const Request& request);
/// What is below a folder, in the SDK's own form.
[[nodiscard]] Result<Response> json_of_dataset(Env& env, const Request& request);
[[nodiscard]] Result<Response> zip_of_dataset(Env& env, const Request& request);
[[nodiscard]] Result<Response> of_task(Env& env, const Request& request);
[[nodiscard]] Result<Response> of_assignment(Env& env, const Request& request);

/// What became of the items of a task.
[[nodiscard]] Result<Response> history(Env& env, const Request& request);

}  // namespace allot::http::labels
