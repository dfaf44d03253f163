#include "usecases/items/read.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "json/text.h"
#include "store/fault.h"
#include "usecases/access.h"
#include "usecases/items/matching.h"
#include "usecases/items/order.h"

namespace allot {

namespace {

Result<ItemContent> content_of(Env& env, const Item& item) {
  if (item.type == ItemType::dir) {
    return fail(ErrorCode::invalid, "A folder has no bytes to stream.");
  }
  return ItemContent{
      .item = item,
      // A link has no bytes of its own.
      .file =
          item.content.empty() ? std::filesystem::path() : get_stored_file(env.files, item.content),
      .size = item.size,
      .media_type = json::string_member(item.metadata, "system.mimetype")
                        .value_or("application/octet-stream"),
      .redirect = {}
  };
}

/// Where a browser may be sent: anybody who may upload writes these.
Result<std::string> checked_address(const std::string& url) {
  constexpr std::string_view after_scheme = "://";
  const auto scheme_end = url.find(after_scheme);
  const auto scheme = to_lower(std::string_view(url).substr(0, scheme_end));
  const bool is_web = scheme_end != std::string::npos && (scheme == "http" || scheme == "https");
  auto host = is_web ? std::string_view(url).substr(scheme_end + after_scheme.size()) : "";
  host = host.substr(0, host.find_first_of("/?#"));
  const bool is_sound = !host.empty() && host.find('@') == std::string_view::npos &&
                        url.find_first_of(" \\\"<>") == std::string::npos && is_utf8(url) &&
                        !has_control_characters(url);
  if (is_sound) return url;
  return fail(
      ErrorCode::invalid,
      fmt::format("The item links to `{}`, which is no http or https address.", printable(url))
  );
}

}  // namespace

Result<ItemPage> query_items(
    Env& env, const Caller& caller, const DatasetId& id, const query::Query& query
) {
  return read(env.store, [&](const Transaction& tx) -> Result<ItemPage> {
    const auto dataset = tx.datasets().find(id);
    if (!dataset) return not_found("dataset", id.text);
    const auto items = TRY(match_items(tx, caller, *dataset, query)).items;
    const Window window{
        .offset = query.page * query.page_size + query.skip, .size = query.page_size
    };
    const auto part = ordered_part(tx, id, items, query.sort, window);
    return ItemPage{
        .items = view_items(tx, Sight(tx, caller, id), id, part), .total = items.size()
    };
  });
}

Result<ItemView> read_item(Env& env, const Caller& caller, const ItemId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<ItemView> {
    const auto item = TRY(get_item(tx, caller, id));
    const Sight sight(tx, caller, item.dataset);
    auto views = view_items(tx, sight, item.dataset, {&item.ordinal, 1});
    return std::move(views.front());
  });
}

Result<Done> require_in_dataset(
    Env& env, const Caller& caller, const ItemId& id, const DatasetId& dataset
) {
  return read(env.store, [&](const Transaction& tx) -> Result<Done> {
    const auto item = TRY(get_item(tx, caller, id));
    if (item.dataset != dataset) return not_found("item", id.text);
    return Done{};
  });
}

Result<ItemContent> read_content(Env& env, const Caller& caller, const ItemId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<ItemContent> {
    const auto item = TRY(get_item(tx, caller, id));
    const auto kind = json::string_member(item.metadata, "system.shebang.linkInfo.type");
    const auto target = json::string_member(item.metadata, "system.shebang.linkInfo.ref");
    if (kind == "id" && target)
      return content_of(env, TRY(get_item(tx, caller, {to_lower(*target)})));
    auto content = TRY(content_of(env, item));
    if (kind == "url" && target) content.redirect = TRY(checked_address(*target));
    return content;
  });
}

Result<std::vector<ItemView>> list_folders(Env& env, const Caller& caller, const DatasetId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::vector<ItemView>> {
    TRY(get_dataset(tx, caller, id, Verb::see_data));
    const auto sets = tx.datasets().sets(id);
    auto views = view_items(tx, Sight(tx, caller, id), id, (sets.live - sets.file).to_vector());
    // The separator sorts first, so that what is below a folder follows it directly.
    std::ranges::sort(views, {}, [](const ItemView& view) {
      auto key = view.item.path;
      std::ranges::replace(key, '/', '\x01');
      return key;
    });
    return views;
  });
}

}  // namespace allot
