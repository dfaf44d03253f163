#include "pages_by_number.h"

#include <boost/json.hpp>

#include "json_text.h"

namespace allot::inline v1 {

NumberedListing::Page NumberedListing::page(std::size_t number, std::size_t size) const {
  auto asked = query;
  asked.emplace_back("pageOffset", std::to_string(number));
  asked.emplace_back("pageSize", std::to_string(size));
  const auto answer = session->get(path, asked);
  Page page;
  if (const auto* entries = member_of(answer, "items")) page.entries = elements_of(*entries);
  page.has_next = flag_of(answer, "hasNextPage");
  page.total = static_cast<std::size_t>(count_of(answer, "totalItemsCount"));
  return page;
}

}  // namespace allot::inline v1
