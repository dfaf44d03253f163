#pragma once

#include "http/request.h"
#include "http/response.h"

namespace allot::http::pace {

Result<Response> of_task(Env& env, const Request& request);
Result<Response> of_project(Env& env, const Request& request);

}  // namespace allot::http::pace
