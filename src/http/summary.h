#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// What in a project needs a decision. Times are epoch milliseconds.
namespace allot::http::summary {

[[nodiscard]] Result<Response> show(Env& env, const Request& request);

}  // namespace allot::http::summary
