#pragma once

#include "http/request.h"
#include "http/response.h"

namespace allot::http::items {

/// The item that the address names; where it names a dataset too, the item must be in that. Errors:
/// invalid (no id), not_found.
[[nodiscard]] Result<ItemId> item_of(Env& env, const Request& request);

Result<Response> upload(Env& env, const Request& request);
Result<Response> query(Env& env, const Request& request);
Result<Response> get(Env& env, const Request& request);
Result<Response> update(Env& env, const Request& request);
/// Of an update: what is below the folder has to be found first.
bool may_move_folder(const Request& request);
Result<Response> remove(Env& env, const Request& request);
Result<Response> stream(Env& env, const Request& request);
Result<Response> thumbnail(Env& env, const Request& request);
Result<Response> directory_tree(Env& env, const Request& request);

}  // namespace allot::http::items
