#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "commands/absences.h"
#include "commands/find.h"
#include "commands/pulling.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Contributors {
  Named task;
  std::vector<std::string> added;
  std::vector<std::string> removed;
};

const Assignment* assignment_of(const std::vector<Assignment>& all, const std::string& person) {
  const auto found = std::ranges::find(all, person, &Assignment::annotator);
  return found == all.end() ? nullptr : &*found;
}

/// Who pulls, and who did before; people whom a manager gave work stand among the assignments
/// alone.
void print_contributors(Console& console, const Client& client, const Task& task) {
  if (console.is_json()) return console.json(task.raw_json);
  const auto absences = console.is_quiet() ? std::map<std::string, std::string>()
                                           : absences_in(client, task.project_id);
  const auto& people = task.pulling->allowed_assignees;
  const auto assignments = task.assignments.list();
  Table table({"PERSON", ">DONE", ">OPEN", "STATE"});
  const auto add_row = [&](const std::string& person, std::string_view state) {
    const auto* const held = assignment_of(assignments, person);
    table.row(
        {person,
         held == nullptr ? "·" : fmt::to_string(held->counts.completed),
         held == nullptr ? "·" : fmt::to_string(held->counts.remaining),
         std::string(state)}
    );
  };
  for (const auto& person : people) {
    if (console.is_quiet()) console.id(person, {});
    const auto absent = absences.find(person);
    add_row(person, absent == absences.end() ? "pulls" : "pulls, " + absent->second);
  }
  for (const auto& each : assignments) {
    if (!each.is_active) add_row(each.annotator, state_of_removed);
  }
  print_terms(console, task);
  table.print(console);
  if (people.empty()) console.line("Nobody pulls from it now; --add lets somebody in.");
}

std::uint64_t open_items_of(const Task& task, const std::vector<std::string>& people) {
  std::uint64_t open = 0;
  const auto assignments = task.assignments.list();
  for (const auto& person : people) {
    const auto* const held = assignment_of(assignments, lower(person));
    if (held != nullptr) open += held->counts.remaining;
  }
  return open;
}

/// Throws Declined.
Task remove(Console& console, const Task& task, const std::vector<std::string>& people) {
  console.confirm(fmt::format(
      "Take {} out? {} of theirs go back to the queue, and on to others who pull.",
      fmt::join(people, ", "),
      counted(open_items_of(task, people), "open item")
  ));
  return task.remove_contributors(people);
}

void contributors(Console& console, const Client& client, const Contributors& input) {
  auto task = find_task(client, input.task.project, input.task.name);
  require_pulled(task);
  if (!input.added.empty() || !input.removed.empty()) {
    const auto project = client.projects.get({.project_id = task.project_id, .project_name = {}});
    const auto people_of = [&](const std::vector<std::string>& named) {
      return named.empty() ? named : find_assignees(console, client, project, named);
    };
    const auto added = people_of(input.added);
    const auto removed = people_of(input.removed);
    const UndoHint hint(console, client, task.id);
    if (!removed.empty()) task = remove(console, task, removed);
    if (!added.empty()) task = task.add_contributors(added);
    print_contributors(console, client, task);
    return hint.print();
  }
  print_contributors(console, client, task);
}

}  // namespace

void add_contributors(Verbs& verbs) {
  const auto take_people = [](Words& words, Contributors& input) {
    words.needs_named("TASK", input.task)
        .takes("--add", input.added, "Let people pull from it: cleo,dan")
        .takes("--remove", input.removed, "Take people out; what they handled stays with them");
  };
  verbs.add<Contributors>(
      "contributors", "Who pulls from it; let in, take out", take_people, contributors
  );
}

}  // namespace allot::cli
