#pragma once

#include "http/request.h"
#include "http/response.h"

namespace allot::http {

/// A command as the SDK polls it: 200 with `id, url, status, progress, spec, …`.
[[nodiscard]] Response command_response(const Env& env, const Command& command);

namespace commands {

Result<Response> list(Env& env, const Request& request);
Result<Response> get(Env& env, const Request& request);
Result<Response> abort(Env& env, const Request& request);

}  // namespace commands

}  // namespace allot::http
