#pragma once

#include "http/request.h"
#include "http/response.h"

// What waits in a pulling task, and who may pull from it.
namespace allot::http::pulling {

Result<Response> queue(Env& env, const Request& request);
Result<Response> contributors(Env& env, const Request& request);

}  // namespace allot::http::pulling
