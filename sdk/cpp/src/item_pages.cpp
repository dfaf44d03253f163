#include "item_pages.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "json_text.h"
#include "session.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

constexpr std::size_t page_size = 1000;

/// One listing: where it stands is with whoever walks.
struct Listing {
  std::shared_ptr<Session> session;
  std::string dataset_id;
  json::object query;  // without page and pageSize; the filter is `{"$and": […]}`
  bool is_by_key;

  [[nodiscard]] json::value ask(json::object asked, std::size_t page, std::size_t size) const {
    asked["resource"] = "items";
    asked["page"] = page;
    asked["pageSize"] = size;
    return session->post("/datasets/" + encoded(dataset_id) + "/query", asked);
  }

  [[nodiscard]] ItemPages::Page entries_of(json::object asked, std::size_t page, std::size_t size)
      const {
    const auto answer = ask(std::move(asked), page, size);
    ItemPages::Page found;
    if (const auto* entries = member_of(answer, "items")) {
      for (const auto& text : elements_of(*entries)) found.entries.emplace_back(session, text);
    }
    found.has_next = flag_of(answer, "hasNextPage");
    return found;
  }

  /// By page number: what came in front since moves seen items to here, up to the last of them.
  static void leave_out_seen(std::vector<Item>& entries, const Item& last) {
    const auto seen = std::ranges::find(entries, last.id, &Item::id);
    if (seen != entries.end()) entries.erase(entries.begin(), seen + 1);
  }

  [[nodiscard]] ItemPages::Page page(std::size_t number, const Item* last) const {
    for (;; ++number) {
      auto found = one_page(number, last);
      if (!is_by_key && last != nullptr) leave_out_seen(found.entries, *last);
      if (!found.entries.empty() || !found.has_next) return found;
    }
  }

  [[nodiscard]] ItemPages::Page one_page(std::size_t number, const Item* last) const {
    auto asked = query;
    if (is_by_key && last != nullptr) {
      auto& all = asked["filter"].get_object()["$and"].get_array();
      all.push_back(json::object{{"id", json::object{{"$gt", last->id}}}});
    }
    return entries_of(std::move(asked), is_by_key ? 0 : number, page_size);
  }
};

}  // namespace

std::string in_task_or_assignment(const std::string& id) {
  return to_text(json::object{{"metadata.system.refs.id", id}});
}

ItemPages item_pages(
    std::shared_ptr<Session> session,
    std::string dataset_id,
    std::string query,
    std::string condition
) {
  auto parsed = parse_json(query).get_object();
  if (!condition.empty()) {
    parsed["filter"].get_object()["$and"].get_array().push_back(parse_json(condition));
  }
  const bool is_by_key = !parsed.contains("sort");
  if (is_by_key) parsed["sort"] = json::object{{"id", "ascending"}};
  const auto listing = std::make_shared<const Listing>(
      Listing{std::move(session), std::move(dataset_id), std::move(parsed), is_by_key}
  );
  auto fetch = [listing](std::size_t number, const Item* last) {
    return listing->page(number, last);
  };
  auto count = [listing] {
    return static_cast<std::size_t>(count_of(listing->ask(listing->query, 0, 0), "totalItemsCount")
    );
  };
  auto single = [listing](std::size_t number, std::size_t size) {
    return listing->entries_of(listing->query, number, std::min(size, page_size));
  };
  return {std::move(fetch), std::move(count), std::move(single)};
}

}  // namespace allot::inline v1
