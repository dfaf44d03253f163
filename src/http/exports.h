#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// Labels on their way out.
namespace allot::http::exports {

[[nodiscard]] Result<Response> begin(Env& env, const Request& request);
[[nodiscard]] Result<Response> list(Env& env, const Request& request);

}  // namespace allot::http::exports
