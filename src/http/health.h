#pragma once

#include "http/request.h"
#include "http/response.h"

namespace allot::http::health {

/// 200 while the process answers.
Result<Response> alive(Env& env, const Request& request);
/// 200 when the store answers a read; a breakdown is 500.
Result<Response> ready(Env& env, const Request& request);
/// What the SDK asks at import: nothing to warn of.
Result<Response> sdk_check(Env& env, const Request& request);

}  // namespace allot::http::health
