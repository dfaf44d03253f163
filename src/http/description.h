#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// The API described (api/openapi.yaml): for programs, and to be read. Public and the same for
// everybody, so that caches may keep it; with an ETag. Asks the store nothing.
namespace allot::http::description {

[[nodiscard]] Result<Response> document(Env& env, const Request& request);
/// The first page.
[[nodiscard]] Result<Response> start(Env& env, const Request& request);
/// `{page}`: a noun's page, or the style sheet. What is none is a page that says so.
[[nodiscard]] Result<Response> page(Env& env, const Request& request);

}  // namespace allot::http::description
