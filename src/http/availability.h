#pragma once

#include <optional>

#include "base/json_writer.h"
#include "base/result.h"
#include "domain/availability.h"
#include "http/request.h"
#include "http/response.h"

// When members of a project are away: `{from, until?, hoursPerDay?}`, times in epoch milliseconds;
// `{}` when nothing is said.
namespace allot::http::availability {

/// That object.
void write(JsonWriter& json, const std::optional<Availability>& said);

[[nodiscard]] Result<Response> get(Env& env, const Request& request);
/// Answers with what is said now, as `get` does.
[[nodiscard]] Result<Response> set(Env& env, const Request& request);
/// Likewise.
[[nodiscard]] Result<Response> lift(Env& env, const Request& request);

}  // namespace allot::http::availability
