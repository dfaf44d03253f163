#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// API keys: they act as their person or bot until they are revoked.
namespace allot::http::api_keys {

[[nodiscard]] Result<Response> list(Env& env, const Request& request);
[[nodiscard]] Result<Response> create(Env& env, const Request& request);
[[nodiscard]] Result<Response> get(Env& env, const Request& request);
[[nodiscard]] Result<Response> remove(Env& env, const Request& request);

/// In the account that the key is for (Route::place).
[[nodiscard]] Result<Scope> where_made(const Transaction& tx, const Request& request);

}  // namespace allot::http::api_keys
