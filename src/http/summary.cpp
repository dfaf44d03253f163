#include "http/summary.h"

#include "base/json_writer.h"
#include "usecases/projects/forecasts.h"

namespace allot::http::summary {

namespace {

void write_time(JsonWriter& json, std::string_view name, std::optional<Time> time) {
  json.key(name);
  time ? json.value(to_epoch_ms(*time)) : json.null();
}

void write_tasks(
    JsonWriter& json, std::string_view name, const std::vector<ProjectSummary::LateTask>& tasks
) {
  json.member_array(name, [&] {
    for (const auto& task : tasks) {
      json.object([&] {
        json.member("taskId", task.id);
        json.member("name", task.name);
        json.member_raw("dueDate", task.due_date);
        write_time(json, "doneBy", task.done_by);
      });
    }
  });
}

void write_people(
    JsonWriter& json, std::string_view name, const std::vector<ProjectSummary::PersonAtWork>& people
) {
  json.member_array(name, [&] {
    for (const auto& each : people) {
      json.object([&] {
        json.member("assigneeId", each.person);
        json.member("open", each.open);
        write_time(json, "lastActive", each.last_active);
        if (each.until) json.member_ms("until", *each.until);
      });
    }
  });
}

}  // namespace

Result<Response> show(Env& env, const Request& request) {
  const auto project = any_id<ProjectId>(request.param("id"));
  const auto summary =
      TRY(summarize_project(env, request.caller, project, forecasts_by_pace(env.clock.now())));
  JsonWriter json;
  json.object([&] {
    write_tasks(json, "late", summary.late);
    write_tasks(json, "forecastLate", summary.forecast_late);
    write_people(json, "withoutWork", summary.without_work);
    write_people(json, "overloaded", summary.overloaded);
    write_people(json, "idle", summary.idle);
    write_people(json, "absent", summary.absent);
    json.member("issues", summary.issues);
    json.member("forReview", summary.for_review);
  });
  return json_response(json.take());
}

}  // namespace allot::http::summary
