#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// Datasets and items again, as clones, and several datasets as one.
namespace allot::http::clones {

[[nodiscard]] Result<Response> of_dataset(Env& env, const Request& request);
[[nodiscard]] Result<Response> merge(Env& env, const Request& request);
[[nodiscard]] Result<Response> of_item(Env& env, const Request& request);

}  // namespace allot::http::clones
