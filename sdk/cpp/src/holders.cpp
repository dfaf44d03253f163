#include <boost/json.hpp>

#include "allot/items.h"
#include "json_text.h"
#include "moments.h"
#include "pages_by_number.h"
#include "session.h"

namespace allot::inline v1 {

namespace {

Holding holding_of(const std::string& text) {
  const auto value = parse_json(text);
  return {
      .assignee_id = text_of(value, "assigneeId"),
      .from = moment_of(value, "from").value_or(Time()),
      .to = moment_of(value, "to"),
      .operation_id = text_of(value, "operationId"),
      .by = text_of(value, "by")
  };
}

}  // namespace

std::vector<Holding> Item::holders(const std::string& task_id) const {
  constexpr std::size_t page_size = 1000;
  const NumberedListing listing{
      .session = session_,
      .path = "/items/" + encoded(id) + "/holders",
      .query = {{"taskId", task_id}},
      .page_size = page_size
  };
  std::vector<Holding> all;
  for (std::size_t number = 0;; ++number) {
    const auto page = listing.page(number, page_size);
    for (const auto& text : page.entries) all.push_back(holding_of(text));
    if (!page.has_next) return all;
  }
}

}  // namespace allot::inline v1
