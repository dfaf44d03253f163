#pragma once

#include "http/request.h"
#include "http/response.h"

namespace allot::http {

/// A command as the SDK polls it: 200 with `id, url, status, progress, spec, …`.
[[nodiscard]] Response command_response(const Env& env, const Command& command);

/// As clients know it: "in-progress".
[[nodiscard]] std::string_view name_of(CommandStatus status);

namespace commands {

Result<Response> list(Env& env, const Request& request);
Result<Response> get(Env& env, const Request& request);
Result<Response> abort(Env& env, const Request& request);
[[nodiscard]] Result<Scope> where_aborted(const Transaction& tx, const Request& request);

}  // namespace commands

}  // namespace allot::http
