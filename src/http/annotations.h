#pragma once

#include "http/request.h"
#include "http/response.h"
#include "query/query.h"

namespace allot::http::annotations {

Result<Response> create(Env& env, const Request& request);
Result<Response> list(Env& env, const Request& request);
Result<Response> get(Env& env, const Request& request);
Result<Response> update(Env& env, const Request& request);
Result<Response> remove(Env& env, const Request& request);
Result<Response> open_issue(Env& env, const Request& request);
/// What was done to the annotations of an item.
Result<Response> log(Env& env, const Request& request);
/// The query of a dataset whose resource is annotations: a page, or `delete`.
Result<Response> query(Env& env, const Request& request, const query::Query& query);

}  // namespace allot::http::annotations
