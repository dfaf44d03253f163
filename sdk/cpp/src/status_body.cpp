#include "status_body.h"

#include <boost/json.hpp>

#include "json_text.h"
#include "times.h"

namespace allot::inline v1 {

namespace json = boost::json;

json::value status_order(const std::string& status, bool clear) {
  return {
      {"operation", clear ? "delete" : "create"}, {"status", status}, {"returnLastStatus", true}
  };
}

json::value status_body(
    const std::string& status, const std::vector<std::string>& item_ids, bool clear
) {
  return {
      {"itemIds", json::array(item_ids.begin(), item_ids.end())},
      {"statusPayload", status_order(status, clear)}
  };
}

std::vector<ItemStatus> statuses_of(const json::value& answer) {
  std::vector<ItemStatus> statuses;
  if (!answer.is_object()) return statuses;
  for (const auto& [item, now] : answer.get_object()) {
    statuses.push_back(
        {.item_id = item,
         .task_id = text_of(now, "taskId"),
         .assignment_id = text_of(now, "assignmentId"),
         .status = text_of(now, "status"),
         .creator = text_of(now, "creator"),
         .at = time_of(text_of(now, "timestamp"))}
    );
  }
  return statuses;
}

}  // namespace allot::inline v1
