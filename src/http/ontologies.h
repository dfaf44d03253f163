#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

// The ontology resource.
namespace allot::http::ontologies {

[[nodiscard]] Result<Response> create(Env& env, const Request& request);
[[nodiscard]] Result<Response> list(Env& env, const Request& request);
[[nodiscard]] Result<Response> get(Env& env, const Request& request);
[[nodiscard]] Result<Response> update(Env& env, const Request& request);
[[nodiscard]] Result<Response> remove(Env& env, const Request& request);
[[nodiscard]] Result<Response> change_labels(Env& env, const Request& request);
[[nodiscard]] Result<Response> add_labels(Env& env, const Request& request);
[[nodiscard]] Result<Response> change_attributes(Env& env, const Request& request);
[[nodiscard]] Result<Response> remove_attributes(Env& env, const Request& request);

}  // namespace allot::http::ontologies
