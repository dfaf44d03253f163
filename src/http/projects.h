#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// The project resource: wire format in, one use case, wire format out.
namespace allot::http::projects {

[[nodiscard]] Result<Response> create(Env& env, const Request& request);
[[nodiscard]] Result<Response> list(Env& env, const Request& request);
[[nodiscard]] Result<Response> get(Env& env, const Request& request);
[[nodiscard]] Result<Response> get_named(Env& env, const Request& request);
[[nodiscard]] Result<Response> update(Env& env, const Request& request);
[[nodiscard]] Result<Response> remove(Env& env, const Request& request);

/// As the use cases tell (Route::place).
[[nodiscard]] Result<Scope> where_renamed(const Transaction& tx, const Request& request);
[[nodiscard]] Result<Scope> where_removed(const Transaction& tx, const Request& request);

}  // namespace allot::http::projects
