#include "pace.h"

#include <boost/json.hpp>

#include "json_text.h"
#include "session.h"
#include "task_json.h"
#include "times.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

std::optional<Time> time_in(const json::value& value, std::string_view name) {
  const auto milliseconds = number_of(value, name);
  if (milliseconds == 0) return std::nullopt;
  return Time(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

std::vector<Pace::Day> days_of(
    const json::value& value, std::string_view name, std::string_view items
) {
  std::vector<Pace::Day> days;
  const auto* list = member_of(value, name);
  if (list == nullptr || !list->is_array()) return days;
  for (const auto& each : list->get_array()) {
    const auto midnight = time_of(text_of(each, "day") + "T00:00:00");
    days.push_back(
        {.day = std::chrono::floor<std::chrono::days>(midnight), .items = count_of(each, items)}
    );
  }
  return days;
}

Pace::Person person_of(const json::value& value) {
  Pace::Person person;
  person.assignee_id = text_of(value, "assigneeId");
  person.assignment_id = text_of(value, "assignmentId");
  if (member_of(value, "tasks") != nullptr) person.tasks = count_of(value, "tasks");
  person.open = count_of(value, "open");
  person.handled = count_of(value, "handled");
  person.active = std::chrono::seconds(count_of(value, "activeSeconds"));
  if (const auto speed = number_of(value, "itemsPerHour"); speed > 0) person.items_per_hour = speed;
  person.per_day = days_of(value, "perDay", "handled");
  person.last_active = time_in(value, "lastActive");
  person.done_by = time_in(value, "doneBy");
  return person;
}

}  // namespace

Pace pace_of(const json::value& answer) {
  Pace pace;
  if (const auto* people = member_of(answer, "people"); people != nullptr && people->is_array()) {
    for (const auto& person : people->get_array()) pace.people.push_back(person_of(person));
  }
  pace.per_day = days_of(answer, "perDay", "handled");
  pace.left = days_of(answer, "left", "items");
  pace.done_by = time_in(answer, "doneBy");
  pace.due_date = due_date_of(answer);
  pace.late = flag_of(answer, "late");
  if (const auto* loads = member_of(answer, "balanced"); loads != nullptr && loads->is_array()) {
    for (const auto& load : loads->get_array()) {
      pace.balanced.add(text_of(load, "assigneeId"), number_of(load, "load"));
    }
  }
  pace.raw_json = to_text(answer);
  return pace;
}

std::string query_of(const PaceDays& days) {
  return "?days=" + std::to_string(days.count) + "&tz=" + encoded(days.time_zone);
}

}  // namespace allot::inline v1
