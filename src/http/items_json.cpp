#include "http/items_json.h"

#include "http/page.h"

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

Response items_page(const Env& env, const query::Query& query, const ItemPage& page) {
  return page_response(
      {.number = query.page, .size = query.page_size},
      page.total,
      [&](JsonWriter& json) {
        for (const auto& view : page.items) write_item(json, env, view);
      }
  );
}

}  // namespace allot::http
