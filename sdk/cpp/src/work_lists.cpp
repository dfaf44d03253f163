#include "work_lists.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <utility>

#include "json_text.h"
#include "session.h"
#include "task_json.h"
#include "times.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

constexpr std::size_t page_size = 1000;

/// Epoch milliseconds; nothing where there are none.
std::optional<Time> time_in(const json::value& object, std::string_view name) {
  const auto* value = member_of(object, name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  constexpr double sane = 9e15;
  const auto milliseconds = number_of(object, name);
  if (!(std::abs(milliseconds) < sane)) return std::nullopt;
  return Time(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

TaskItem row_of(const json::value& value) {
  TaskItem row;
  row.raw_json = to_text(value);
  if (const auto* item = member_of(value, "item")) {
    row.item_id = text_of(*item, "id");
    row.name = text_of(*item, "name");
    row.filename = text_of(*item, "filename");
    row.dataset_id = text_of(*item, "datasetId");
    row.media_type = text_of(*item, "mimetype");
  }
  row.assignment_id = text_of(value, "assignmentId");
  row.assignee_id = text_of(value, "assigneeId");
  row.status = text_of(value, "status");
  row.by = text_of(value, "by");
  row.at = time_in(value, "at");
  row.has_issue = flag_of(value, "issue");
  row.for_review = flag_of(value, "forReview");
  if (const auto* use = member_of(value, "inUse"); use != nullptr && use->is_object()) {
    row.in_use = InUse{.by = text_of(*use, "by"), .until = time_in(*use, "until").value_or(Time{})};
  }
  row.annotations = count_of(value, "annotations");
  row.changed_at = time_in(value, "changedAt").value_or(Time{});
  return row;
}

Query query_of(const TaskItemQuery& wanted) {
  Query query;
  for (const auto& person : wanted.assignee_ids) query.emplace_back("assignee", person);
  if (!wanted.assignment_id.empty()) query.emplace_back("assignment", wanted.assignment_id);
  if (!wanted.status.empty()) query.emplace_back("status", wanted.status);
  switch (wanted.issue) {
    case TaskItemQuery::Issue::any: break;
    case TaskItemQuery::Issue::open: query.emplace_back("issue", "open"); break;
    case TaskItemQuery::Issue::review: query.emplace_back("issue", "review"); break;
  }
  if (wanted.order == TaskItemQuery::Order::time) query.emplace_back("order", "time");
  return query;
}

/// One listing: where it stands is with whoever walks.
struct Listing {
  std::shared_ptr<Session> session;
  std::string task_id;
  Query query;

  [[nodiscard]] json::value ask(std::size_t page, std::size_t size) const {
    auto asked = query;
    asked.emplace_back("page", std::to_string(page));
    asked.emplace_back("pageSize", std::to_string(size));
    return session->get(path_of_task(task_id) + "/items", asked);
  }

  [[nodiscard]] TaskItemPages::Page page(std::size_t number, std::size_t size) const {
    const auto answer = ask(number, size);
    TaskItemPages::Page found;
    if (const auto* entries = member_of(answer, "items"); entries && entries->is_array()) {
      for (const auto& entry : entries->get_array()) found.entries.push_back(row_of(entry));
    }
    found.has_next = flag_of(answer, "hasNextPage");
    return found;
  }

  /// Without what the walk has seen already, since something came in front of it.
  [[nodiscard]] TaskItemPages::Page next(std::size_t number, const TaskItem* last) const {
    for (;; ++number) {
      auto found = page(number, page_size);
      if (last != nullptr) {
        const auto seen = std::ranges::find(found.entries, last->item_id, &TaskItem::item_id);
        if (seen != found.entries.end()) found.entries.erase(found.entries.begin(), seen + 1);
      }
      if (!found.entries.empty() || !found.has_next) return found;
    }
  }
};

std::vector<LateTask> tasks_of(const json::value& answer, std::string_view name) {
  std::vector<LateTask> tasks;
  const auto* list = member_of(answer, name);
  if (list == nullptr || !list->is_array()) return tasks;
  for (const auto& each : list->get_array()) {
    tasks.push_back(
        {.task_id = text_of(each, "taskId"),
         .name = text_of(each, "name"),
         .due_date = time_in(each, "dueDate").value_or(Time{}),
         .done_by = time_in(each, "doneBy")}
    );
  }
  return tasks;
}

std::vector<PersonAtWork> people_of(const json::value& answer, std::string_view name) {
  std::vector<PersonAtWork> people;
  const auto* list = member_of(answer, name);
  if (list == nullptr || !list->is_array()) return people;
  for (const auto& each : list->get_array()) {
    people.push_back(
        {.assignee_id = text_of(each, "assigneeId"),
         .open = count_of(each, "open"),
         .last_active = time_in(each, "lastActive"),
         .until = time_in(each, "until")}
    );
  }
  return people;
}

}  // namespace

TaskItemPages task_item_pages(
    std::shared_ptr<Session> session, std::string task_id, const TaskItemQuery& wanted
) {
  const auto listing = std::make_shared<const Listing>(
      Listing{std::move(session), std::move(task_id), query_of(wanted)}
  );
  auto fetch = [listing](std::size_t number, const TaskItem* last) {
    return listing->next(number, last);
  };
  auto count = [listing] {
    return static_cast<std::size_t>(count_of(listing->ask(0, 0), "totalItemsCount"));
  };
  auto single = [listing](std::size_t number, std::size_t size) {
    return listing->page(number, std::min(size, page_size));
  };
  return {std::move(fetch), std::move(count), std::move(single)};
}

NextItems next_items_of(const std::shared_ptr<Session>& session, const json::value& answer) {
  NextItems next;
  if (const auto* items = member_of(answer, "items")) {
    for (const auto& text : elements_of(*items)) next.items.emplace_back(session, text);
  }
  next.remaining = count_of(answer, "remaining");
  if (member_of(answer, "waiting") != nullptr) next.waiting = count_of(answer, "waiting");
  return next;
}

std::optional<Availability> availability_of(const json::value& answer) {
  const auto from = time_in(answer, "from");
  if (!from) return std::nullopt;
  Availability said{.from = *from, .until = time_in(answer, "until"), .hours_per_day = {}};
  if (member_of(answer, "hoursPerDay") != nullptr) {
    said.hours_per_day = number_of(answer, "hoursPerDay");
  }
  return said;
}

json::value json_of(const Availability& said) {
  json::object body{{"from", milliseconds_of(said.from)}};
  if (said.until) body["until"] = milliseconds_of(*said.until);
  if (said.hours_per_day) body["hoursPerDay"] = *said.hours_per_day;
  return body;
}

ProjectSummary summary_of(const json::value& answer) {
  return {
      .late = tasks_of(answer, "late"),
      .forecast_late = tasks_of(answer, "forecastLate"),
      .without_work = people_of(answer, "withoutWork"),
      .overloaded = people_of(answer, "overloaded"),
      .idle = people_of(answer, "idle"),
      .absent = people_of(answer, "absent"),
      .issues = count_of(answer, "issues"),
      .for_review = count_of(answer, "forReview"),
      .raw_json = to_text(answer)
  };
}

}  // namespace allot::inline v1
