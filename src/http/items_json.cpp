#include "http/items_json.h"

namespace allot::http {

void write_item(JsonWriter& json, const Env& env, const ItemView& view) {
  json.object([&] {
    write_item_members(json, view);
    write_item_addresses(json, env, view.item);
    json.member("annotations", api_url(env) + "/items/" + view.item.id.text + "/annotations");
  });
}

std::string item_json(const Env& env, const ItemView& view) {
  JsonWriter json;
  write_item(json, env, view);
  return json.take();
}

}  // namespace allot::http
