#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// The items of a task as a list for a screen. Times are epoch milliseconds.
namespace allot::http::task_items {

[[nodiscard]] Result<Response> list(Env& env, const Request& request);

}  // namespace allot::http::task_items
