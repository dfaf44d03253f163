#pragma once

#include "http/request.h"
#include "http/response.h"

namespace allot::http::assignments {

Result<Response> list(Env& env, const Request& request);
Result<Response> get(Env& env, const Request& request);
Result<Response> next(Env& env, const Request& request);
/// Those of the caller, in all projects.
Result<Response> list_own(Env& env, const Request& request);
Result<Response> update(Env& env, const Request& request);
Result<Response> partial(Env& env, const Request& request);
Result<Response> redistribute(Env& env, const Request& request);
Result<Response> reassign(Env& env, const Request& request);
Result<Response> latest_reassign(Env& env, const Request& request);
Result<Response> remove(Env& env, const Request& request);
Result<Response> set_status_in_task(Env& env, const Request& request);
Result<Response> set_status_in_assignment(Env& env, const Request& request);
Result<Response> batch(Env& env, const Request& request);
Result<Response> clear(Env& env, const Request& request);
Result<Response> use_item(Env& env, const Request& request);
Result<Response> end_use(Env& env, const Request& request);
Result<Response> set_status_of_item(Env& env, const Request& request);

}  // namespace allot::http::assignments
