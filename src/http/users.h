#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// Accounts.
namespace allot::http::users {

[[nodiscard]] Result<Response> me(Env& env, const Request& request);
[[nodiscard]] Result<Response> update_me(Env& env, const Request& request);
[[nodiscard]] Result<Response> get(Env& env, const Request& request);
[[nodiscard]] Result<Response> organizations(Env& env, const Request& request);

}  // namespace allot::http::users
