#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// The recipe resource.
namespace allot::http::recipes {

[[nodiscard]] Result<Response> create(Env& env, const Request& request);
[[nodiscard]] Result<Response> list(Env& env, const Request& request);
[[nodiscard]] Result<Response> get(Env& env, const Request& request);
[[nodiscard]] Result<Response> update(Env& env, const Request& request);
[[nodiscard]] Result<Response> remove(Env& env, const Request& request);
[[nodiscard]] Result<Response> clone(Env& env, const Request& request);

/// As the use case tells (Route::place).
[[nodiscard]] Result<Scope> where_removed(const Transaction& tx, const Request& request);

}  // namespace allot::http::recipes
