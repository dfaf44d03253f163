#pragma once

#include "base/json_writer.h"
#include "http/response.h"
#include "usecases/items/read.h"

namespace allot::http {

/// An item as contract and SDK know it, its addresses included.
void write_item(JsonWriter& json, const Env& env, const ItemView& view);
[[nodiscard]] std::string item_json(const Env& env, const ItemView& view);

/// The page that the query asked for, with its envelope.
[[nodiscard]] Response items_page(const Env& env, const query::Query& query, const ItemPage& page);

}  // namespace allot::http
