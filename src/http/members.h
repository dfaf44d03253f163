#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// Members of a project.
namespace allot::http::members {

[[nodiscard]] Result<Response> list(Env& env, const Request& request);
[[nodiscard]] Result<Response> add(Env& env, const Request& request);
[[nodiscard]] Result<Response> add_many(Env& env, const Request& request);
[[nodiscard]] Result<Response> change_role(Env& env, const Request& request);
[[nodiscard]] Result<Response> remove(Env& env, const Request& request);

/// In the project and the accounts of those who are named (Route::place).
[[nodiscard]] Result<Scope> where_added(const Transaction& tx, const Request& request);
[[nodiscard]] Result<Scope> where_many_added(const Transaction& tx, const Request& request);

}  // namespace allot::http::members
