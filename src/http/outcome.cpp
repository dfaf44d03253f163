#include "http/outcome.h"

#include "base/json_writer.h"
#include "http/commands.h"

namespace allot::http {

namespace {

void write_id(JsonWriter& json, std::string_view name, const std::string& id) {
  json.key(name);
  id.empty() ? json.null() : json.value(id);
}

void write_person(JsonWriter& json, const PersonPlan& person) {
  json.object([&] {
    json.member("assigneeId", person.person);
    write_id(json, "assignmentId", person.assignment.text);
    json.member("open", person.open);
    json.member("handled", person.handled);
    json.member("inUse", 0);
    json.member("gives", person.gives);
    json.member("gets", person.gets);
    json.member("after", person.after);
  });
}

Response preview_response(const Preview& preview) {
  const auto& plan = preview.plan;
  JsonWriter json;
  json.object([&] {
    json.member_object("plan", [&] {
      json.member("kind", name_of(plan.kind));
      write_id(json, "taskId", preview.task.text);
      write_id(json, "assignmentId", plan.source.text);
      json.member("version", preview.version);
      json.member("total", plan.total());
      json.member_array("people", [&] {
        for (const auto& person : plan.people) write_person(json, person);
      });
      json.member_object("left", [&] {
        json.member("handled", plan.left.handled);
        json.member("inUse", 0);
        json.member("notMatching", plan.left.not_matching);
      });
      json.member("undoable", plan.undoable);
    });
  });
  return json_response(json.take());
}

}  // namespace

Response outcome_response(const Env& env, const Outcome& outcome) {
  if (const auto* preview = std::get_if<Preview>(&outcome)) return preview_response(*preview);
  return command_response(env, std::get<Command>(outcome));
}

}  // namespace allot::http
