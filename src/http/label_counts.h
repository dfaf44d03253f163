#pragma once

#include "http/request.h"
#include "http/response.h"

/// How many annotations of a dataset have which label, and which type.
namespace allot::http::label_counts {

/// What is counted is told by the address …
Result<Response> labels_by_address(Env& env, const Request& request);
/// … or by the body.
Result<Response> labels(Env& env, const Request& request);
Result<Response> types(Env& env, const Request& request);

}  // namespace allot::http::label_counts
