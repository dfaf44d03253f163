#include "json/plan_text.h"

#include <charconv>

#include "base/json_writer.h"
#include "json/text.h"

namespace allot {

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
    json.member("inUse", person.in_use);
    json.member("gives", person.gives);
    json.member("gets", person.gets);
    json.member("after", person.after);
  });
}

std::string text_in(const std::string& object, std::string_view member) {
  return json::string_member(object, member).value_or("");
}

std::uint64_t number_in(const std::string& object, std::string_view member) {
  const auto text = json::number_member(object, member).value_or("0");
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

PersonPlan read_person(const std::string& text) {
  return {
      .person = {text_in(text, "assigneeId")},
      .assignment = {text_in(text, "assignmentId")},
      .open = number_in(text, "open"),
      .handled = number_in(text, "handled"),
      .in_use = number_in(text, "inUse"),
      .gives = number_in(text, "gives"),
      .gets = number_in(text, "gets"),
      .after = number_in(text, "after")
  };
}

MoveKind read_kind(const std::string& word) {
  for (const auto kind : all_move_kinds) {
    if (name_of(kind) == word) return kind;
  }
  return MoveKind::create;
}

}  // namespace

void write_plan(JsonWriter& json, const PlanSummary& plan) {
  json.object([&] {
    json.member("kind", name_of(plan.kind));
    write_id(json, "taskId", plan.task.text);
    write_id(json, "assignmentId", plan.source.text);
    json.member("version", plan.version);
    json.member("total", plan.total);
    json.member_array("people", [&] {
      for (const auto& person : plan.people) write_person(json, person);
    });
    json.member_object("left", [&] {
      json.member("handled", plan.left.handled);
      json.member("inUse", plan.left.in_use);
      json.member("notMatching", plan.left.not_matching);
    });
    json.member("undoable", plan.undoable);
  });
}

PlanSummary read_plan(const std::string& text) {
  PlanSummary plan{
      .kind = read_kind(text_in(text, "kind")),
      .task = {text_in(text, "taskId")},
      .source = {text_in(text, "assignmentId")},
      .version = text_in(text, "version"),
      .total = number_in(text, "total"),
      .people = {},
      .left =
          {.handled = number_in(text, "left.handled"),
           .in_use = number_in(text, "left.inUse"),
           .not_matching = number_in(text, "left.notMatching")},
      .undoable = json::member(text, "undoable") == "true"
  };
  for (const auto& person : json::elements_of(json::member(text, "people").value_or("[]"))) {
    plan.people.push_back(read_person(person));
  }
  return plan;
}

}  // namespace allot
