#pragma once

#include "http/request.h"
#include "http/response.h"

// /users/me/inbox: what the caller is told.
namespace allot::http::inbox {

[[nodiscard]] Result<Response> list(Env& env, const Request& request);
[[nodiscard]] Result<Response> read(Env& env, const Request& request);

}  // namespace allot::http::inbox
