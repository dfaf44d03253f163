#include <fmt/format.h>

#include "commands/texts.h"
#include "commands/views.h"

namespace allot::cli {

namespace {

std::string signed_number(const allot::Plan::Person& person) {
  if (person.gives == 0 && person.gets == 0) return "·";
  std::string text;
  if (person.gives > 0) text = fmt::format("−{}", person.gives);
  if (person.gets > 0) text += fmt::format("{}+{}", text.empty() ? "" : " ", person.gets);
  return text;
}

std::string json_of(const Plan::Person& person) {
  return fmt::format(
      R"({{"assigneeId":{},"assignmentId":{},"open":{},"handled":{},"gives":{},"gets":{},"after":{}}})",
      json_quoted(person.assignee_id),
      person.assignment_id ? json_quoted(*person.assignment_id) : "null",
      person.open,
      person.handled,
      person.gives,
      person.gets,
      person.after
  );
}

/// In the form of the API (docs/spec/operations.md).
std::string json_of(const Plan& plan) {
  std::vector<std::string> people;
  for (const auto& person : plan.people) people.push_back(json_of(person));
  return fmt::format(
      R"({{"plan":{{"kind":{},"taskId":{},"total":{},"people":[{}],)"
      R"("left":{{"handled":{},"notMatching":{}}},"undoable":{}}}}})",
      json_quoted(plan.kind),
      plan.task_id.empty() ? "null" : json_quoted(plan.task_id),
      plan.total,
      fmt::join(people, ","),
      plan.left_handled,
      plan.left_not_matching,
      plan.undoable
  );
}

}  // namespace

void print_plan(Console& console, const Plan& plan) {
  if (console.is_json()) return console.json(json_of(plan));
  console.line(
      fmt::format("{} would change hands; nothing was changed.", counted(plan.total, "item"))
  );
  Table table({"PERSON", ">OPEN", ">", ">AFTER"});
  for (const auto& person : plan.people) {
    const auto name =
        person.assignment_id ? person.assignee_id : person.assignee_id + " (new to the task)";
    table.row(
        {name, fmt::to_string(person.open), signed_number(person), fmt::to_string(person.after)}
    );
  }
  table.print(console);
  if (plan.left_handled > 0) {
    console.line(fmt::format("{} stay: they have a status.", plan.left_handled));
  }
  if (plan.left_not_matching > 0) {
    console.line(fmt::format("{} stay: the filter leaves them out.", plan.left_not_matching));
  }
  if (!plan.undoable) console.line("This could not be undone.");
}

}  // namespace allot::cli
