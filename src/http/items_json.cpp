#include "http/items_json.h"

#include "http/commands.h"

namespace allot::http {

void write_item(JsonWriter& json, const Env& env, const ItemView& view) {
  const auto url = api_url(env) + "/items/" + view.item.id.text;
  json.object([&] {
    write_item_members(json, view);
    json.member("url", url);
    json.member("stream", url + "/stream");
    json.member("thumbnail", url + "/thumbnail");
    json.member("annotations", url + "/annotations");
    json.member("dataset", api_url(env) + "/datasets/" + view.item.dataset.text);
  });
}

std::string item_json(const Env& env, const ItemView& view) {
  JsonWriter json;
  write_item(json, env, view);
  return json.take();
}

}  // namespace allot::http
