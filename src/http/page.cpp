#include "http/page.h"

#include "http/parameters.h"

namespace allot::http {

namespace {

constexpr std::uint64_t size_max = 1000;

}  // namespace

Result<PageRequest> page_of_query(const Request& request, std::string_view number_name) {
  const Parameters asked(request);
  const auto number = TRY(asked.count(number_name, 0));
  const auto size = TRY(asked.count("pageSize", size_max));
  return PageRequest{.number = number, .size = std::min(size, size_max)};
}

Response page_response(
    const PageRequest& page,
    std::uint64_t total,
    const std::function<void(JsonWriter&)>& write_items
) {
  const auto pages = page.size == 0 ? 0 : (total + page.size - 1) / page.size;
  JsonWriter json;
  json.object([&] {
    json.member("totalItemsCount", total);
    json.member("totalPagesCount", pages);
    json.member("hasNextPage", page.size > 0 && page.offset() + page.size < total);
    json.member_array("items", [&] { write_items(json); });
  });
  return json_response(json.take());
}

Response page_of_texts(const PageRequest& page, const std::vector<std::string>& all) {
  return page_response(page, all.size(), [&](JsonWriter& json) {
    const auto end = std::min<std::uint64_t>(all.size(), page.offset() + page.size);
    for (auto i = page.offset(); i < end; ++i) json.raw(all[i]);
  });
}

}  // namespace allot::http
