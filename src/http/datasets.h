#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// The dataset resource, less its items.
namespace allot::http::datasets {

[[nodiscard]] Result<Response> create(Env& env, const Request& request);
[[nodiscard]] Result<Response> query(Env& env, const Request& request);
[[nodiscard]] Result<Response> list(Env& env, const Request& request);
[[nodiscard]] Result<Response> get(Env& env, const Request& request);
[[nodiscard]] Result<Response> update(Env& env, const Request& request);
[[nodiscard]] Result<Response> remove(Env& env, const Request& request);
[[nodiscard]] Result<Response> unlock(Env& env, const Request& request);
[[nodiscard]] Result<Response> count(Env& env, const Request& request);
[[nodiscard]] Result<Response> recount(Env& env, const Request& request);

/// As the use case tells of the body (Route::place).
[[nodiscard]] Result<Scope> where_updated(const Transaction& tx, const Request& request);

}  // namespace allot::http::datasets
