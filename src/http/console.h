#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// The addresses that client libraries print and open (contract: console): a plain page that names
// the thing and its counts, or the sign-in form for those who are not signed in.
namespace allot::http::console {

[[nodiscard]] Result<Response> start(Env& env, const Request& request);
[[nodiscard]] Result<Response> projects(Env& env, const Request& request);
[[nodiscard]] Result<Response> project(Env& env, const Request& request);
[[nodiscard]] Result<Response> tasks(Env& env, const Request& request);
[[nodiscard]] Result<Response> task(Env& env, const Request& request);
[[nodiscard]] Result<Response> assignment(Env& env, const Request& request);
[[nodiscard]] Result<Response> datasets(Env& env, const Request& request);
[[nodiscard]] Result<Response> dataset(Env& env, const Request& request);
[[nodiscard]] Result<Response> item(Env& env, const Request& request);
[[nodiscard]] Result<Response> recipes(Env& env, const Request& request);
[[nodiscard]] Result<Response> recipe(Env& env, const Request& request);
[[nodiscard]] Result<Response> organization_members(Env& env, const Request& request);

}  // namespace allot::http::console
