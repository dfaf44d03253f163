#include "allot/inbox.h"

#include <algorithm>
#include <boost/json.hpp>

#include "json_text.h"
#include "session.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

constexpr const char* path = "/users/me/inbox";
constexpr std::size_t page_size = 100;

InboxLine line_of(const json::value& value) {
  return {
      .id = text_of(value, "id"),
      .kind = Word<InboxKind>(text_of(value, "kind")),
      .text = text_of(value, "text"),
      .by = text_of(value, "by"),
      .project_id = text_of(value, "projectId"),
      .task_id = text_of(value, "taskId"),
      .assignment_id = text_of(value, "assignmentId"),
      .item_id = text_of(value, "itemId"),
      .count = std::max<std::uint64_t>(count_of(value, "count"), 1),
      .at = Time(std::chrono::milliseconds(count_of(value, "at"))),
      .is_read = flag_of(value, "read"),
      .raw_json = to_text(value)
  };
}

}  // namespace

Pages<InboxLine> Inbox::list(bool unread_only) const {
  const auto ask = [session = session_, unread_only](std::size_t number, std::size_t size) {
    return session->get(
        path,
        {{"unread", unread_only ? "true" : "false"},
         {"pageOffset", std::to_string(number)},
         {"pageSize", std::to_string(size)}}
    );
  };
  const auto single = [ask](std::size_t number, std::size_t size) {
    const auto answer = ask(number, size);
    Pages<InboxLine>::Page page;
    page.has_next = flag_of(answer, "hasNextPage");
    const auto* const items = member_of(answer, "items");
    if (items == nullptr || !items->is_array()) return page;
    for (const auto& item : items->get_array()) page.entries.push_back(line_of(item));
    return page;
  };
  return {
      [single](std::size_t number, const InboxLine*) { return single(number, page_size); },
      [ask] { return static_cast<std::size_t>(count_of(ask(0, 0), "totalItemsCount")); },
      single
  };
}

void Inbox::read_up_to(const std::string& line_id) const {
  session_->post(std::string(path) + "/read", {{"upTo", line_id}});
}

void Inbox::read(const std::vector<std::string>& line_ids) const {
  const json::array ids(line_ids.begin(), line_ids.end());
  session_->post(std::string(path) + "/read", {{"ids", ids}});
}

}  // namespace allot::inline v1
