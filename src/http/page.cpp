#include "http/page.h"

#include "http/parameters.h"

namespace allot::http {

namespace {

constexpr std::uint64_t size_max = 1000;

void write_counts(JsonWriter& json, const PageRequest& page, std::uint64_t total) {
  const auto pages = page.size == 0 ? 0 : (total + page.size - 1) / page.size;
  json.member("totalItemsCount", total);
  json.member("totalPagesCount", pages);
  json.member("hasNextPage", page.size > 0 && page.offset() + page.size < total);
}

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
  JsonWriter json;
  json.object([&] {
    write_counts(json, page, total);
    json.member_array("items", [&] { write_items(json); });
  });
  return json_response(json.take());
}

void LongPage::begin(std::uint64_t total) {
  JsonWriter json;
  json.object([&] { write_counts(json, page_, total); });
  auto head = json.take();
  head.pop_back();
  text_.add(head + R"(,"items":[)");
}

void LongPage::add(std::string_view json) {
  if (!is_empty_) text_.add(",");
  text_.add(json);
  is_empty_ = false;
}

Response LongPage::json_response() && {
  text_.add("]}");
  return std::move(text_).json_response();
}

Response page_of_texts(const PageRequest& page, const std::vector<std::string>& all) {
  return page_response(page, all.size(), [&](JsonWriter& json) {
    const auto end = std::min<std::uint64_t>(all.size(), page.offset() + page.size);
    for (auto i = page.offset(); i < end; ++i) json.raw(all[i]);
  });
}

}  // namespace allot::http
