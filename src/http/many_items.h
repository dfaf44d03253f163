#pragma once

#include "http/request.h"
#include "http/response.h"

/// What is done with many items of a dataset at once, beside its queries (http/items.h).
namespace allot::http::many_items {

Result<Response> list(Env& env, const Request& request);
Result<Response> list_below(Env& env, const Request& request);
Result<Response> move_into(Env& env, const Request& request);
Result<Response> remove(Env& env, const Request& request);
Result<Response> update_metadata(Env& env, const Request& request);
Result<Response> annotate(Env& env, const Request& request);
Result<Response> split(Env& env, const Request& request);

}  // namespace allot::http::many_items
