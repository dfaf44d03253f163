#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// Bots of a project.
namespace allot::http::bots {

[[nodiscard]] Result<Response> list(Env& env, const Request& request);
[[nodiscard]] Result<Response> create(Env& env, const Request& request);
[[nodiscard]] Result<Response> get(Env& env, const Request& request);
[[nodiscard]] Result<Response> remove(Env& env, const Request& request);

/// In the project and the bot's account (Route::place).
[[nodiscard]] Result<Scope> where_removed(const Transaction& tx, const Request& request);

}  // namespace allot::http::bots
