#pragma once

#include "http/request.h"
#include "http/response.h"

namespace allot::http::tasks {

Result<Response> create(Env& env, const Request& request);
Result<Response> get(Env& env, const Request& request);
Result<Response> update(Env& env, const Request& request);
Result<Response> remove(Env& env, const Request& request);
Result<Response> list(Env& env, const Request& request);
Result<Response> query(Env& env, const Request& request);
Result<Response> count(Env& env, const Request& request);
Result<Response> counters(Env& env, const Request& request);
Result<Response> actions(Env& env, const Request& request);
Result<Response> relatives(Env& env, const Request& request);
Result<Response> add_items(Env& env, const Request& request);
Result<Response> redistribute(Env& env, const Request& request);
Result<Response> remove_items(Env& env, const Request& request);

}  // namespace allot::http::tasks
