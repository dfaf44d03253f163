#pragma once

#include "http/request.h"
#include "http/response.h"

namespace allot::http::operations {

// Moves of work and their undoing (contract: operations).
Result<Response> list(Env& env, const Request& request);
Result<Response> get(Env& env, const Request& request);
Result<Response> items(Env& env, const Request& request);
Result<Response> holders(Env& env, const Request& request);
Result<Response> undo(Env& env, const Request& request);

}  // namespace allot::http::operations
