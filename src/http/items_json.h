#pragma once

#include "base/json_writer.h"
#include "usecases/items/view.h"

namespace allot::http {

/// An item as contract and SDK know it, its addresses included.
void write_item(JsonWriter& json, const Env& env, const ItemView& view);
[[nodiscard]] std::string item_json(const Env& env, const ItemView& view);

}  // namespace allot::http
