#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// The installation's one organisation, as the SDK asks for it.
namespace allot::http::orgs {

[[nodiscard]] Result<Response> list(Env& env, const Request& request);
[[nodiscard]] Result<Response> get(Env& env, const Request& request);
[[nodiscard]] Result<Response> members(Env& env, const Request& request);
[[nodiscard]] Result<Response> projects(Env& env, const Request& request);
[[nodiscard]] Result<Response> groups(Env& env, const Request& request);

}  // namespace allot::http::orgs
