#include "http/pace.h"

#include <cmath>

#include "base/json_writer.h"
#include "http/parameters.h"
#include "usecases/tasks/pace.h"

namespace allot::http::pace {

namespace {

/// `?days=14&tz=Europe/Berlin`
Result<PaceDays> asked_days(const Request& request) {
  const Parameters parameters(request);
  PaceDays asked;
  asked.count = TRY(parameters.count("days", asked.count, {1, PaceDays::count_max}));
  if (auto zone = TRY(parameters.name("tz"))) asked.zone = std::move(zone->as_it_stands);
  return asked;
}

/// null when there is none.
void write_time(JsonWriter& json, std::string_view name, const std::optional<Time>& time) {
  if (time) {
    json.member_ms(name, *time);
  } else {
    json.key(name).null();
  }
}

void write_days(
    JsonWriter& json,
    std::string_view name,
    std::string_view items,
    const std::vector<DayItems>& days
) {
  json.member_array(name, [&] {
    for (const auto& each : days) {
      const auto midnight = to_iso(Time(each.day.time_since_epoch()));
      json.object([&] {
        json.member("day", std::string_view(midnight).substr(0, 10)).member(items, each.items);
      });
    }
  });
}

void write_speed(JsonWriter& json, const std::optional<double>& items_per_hour) {
  json.key("itemsPerHour");
  if (items_per_hour) {
    json.value(std::round(*items_per_hour * 10) / 10);
  } else {
    json.null();
  }
}

void write_person(JsonWriter& json, const PaceOfPerson& person) {
  using std::chrono::seconds;
  json.object([&] {
    json.member("assigneeId", person.person);
    if (person.assignment.empty()) {
      json.member("tasks", person.tasks);
    } else {
      json.member("assignmentId", person.assignment);
    }
    json.member("open", person.open).member("handled", person.handled);
    json.member("activeSeconds", std::chrono::floor<seconds>(person.active).count());
    write_speed(json, person.speed.items_per_hour);
    write_days(json, "perDay", "handled", person.per_day);
    write_time(json, "lastActive", person.last_active);
    write_time(json, "doneBy", person.done_by);
  });
}

void write_pace(JsonWriter& json, const Pace& pace) {
  json.member_array("people", [&] {
    for (const auto& person : pace.people) write_person(json, person);
  });
  write_days(json, "perDay", "handled", pace.per_day);
  write_days(json, "left", "items", pace.left);
  write_time(json, "doneBy", pace.done_by);
}

void write_due_date(JsonWriter& json, const TaskPace& pace) {
  const bool has_one = !pace.due_date.empty() && pace.due_date != "0";
  json.member_raw("dueDate", has_one ? std::string_view(pace.due_date) : "null");
}

void write_loads(JsonWriter& json, const std::vector<Load>& loads) {
  json.member_array("balanced", [&] {
    for (const auto& load : loads) {
      json.object([&] { json.member("assigneeId", load.assignee).member("load", load.percent); });
    }
  });
}

}  // namespace

Result<Response> of_task(Env& env, const Request& request) {
  const auto id = TRY(parse_id<TaskId>(request.param("id"), "task"));
  const auto pace = TRY(read_task_pace(env, request.caller, id, TRY(asked_days(request))));
  JsonWriter json;
  json.object([&] {
    json.member("taskId", id);
    write_pace(json, pace.pace);
    write_due_date(json, pace);
    json.member("late", pace.late);
    write_loads(json, pace.balanced);
  });
  return json_response(json.take());
}

Result<Response> of_project(Env& env, const Request& request) {
  const auto id = any_id<ProjectId>(request.param("id"));
  const auto pace = TRY(read_project_pace(env, request.caller, id, TRY(asked_days(request))));
  JsonWriter json;
  json.object([&] {
    json.member("projectId", id);
    write_pace(json, pace);
  });
  return json_response(json.take());
}

}  // namespace allot::http::pace
