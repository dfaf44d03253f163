#include <fmt/format.h>

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

}  // namespace

void print_plan(Console& console, const Plan& plan) {
  console.line(fmt::format(
      "{} {} would change hands; nothing was changed.",
      plan.total,
      plan.total == 1 ? "item" : "items"
  ));
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
