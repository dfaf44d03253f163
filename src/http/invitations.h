#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// Links by which invited members of a project get in.
namespace allot::http::invitations {

[[nodiscard]] Result<Response> create(Env& env, const Request& request);

/// In the account of who is invited; the project stays as it is (Route::place).
[[nodiscard]] Result<Scope> where_made(const Transaction& tx, const Request& request);

}  // namespace allot::http::invitations
