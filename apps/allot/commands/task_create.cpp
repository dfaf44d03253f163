#include <fmt/format.h>

#include <stdexcept>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/pulling.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Creation {
  Named dataset;
  std::string name;
  std::vector<std::string> filters;
  std::vector<std::string> shares;
  std::string due;
  int priority = 2;
  std::string owner;
  bool empty = false;
  PullingWords pulling;
  bool dry_run = false;
};

/// Nothing was done, and that is no success: exit code 1.
[[noreturn]] void refuse_an_empty_task(const Dataset& dataset, const Creation& input) {
  throw std::runtime_error(fmt::format(
      "{} {}; no task was made (--empty makes one without items).",
      input.filters.empty() ? "There is no item in" : "No item matches in",
      dataset.name
  ));
}

/// The work of somebody would be dropped in silence. Throws UsageError.
void require_work_to_assign(const Creation& input) {
  if (!input.empty || !input.filters.empty() || input.shares.empty()) return;
  throw UsageError("--empty makes it without items: leave --assign out, and `task add` them later."
  );
}

/// From now on its name alone will not do.
void tell_of_namesakes(Console& console, const Client& client, const Task& task) {
  if (console.is_quiet() || console.is_json()) return;
  std::size_t others = 0;
  for (const auto& each : client.tasks.list({.name = task.name})) {
    if (each.name == task.name && each.id != task.id) ++others;
  }
  if (others == 0) return;
  console.note(fmt::format(
      "There {} named {} already: give the id, {}, where this one is meant.",
      others == 1 ? "is another task" : fmt::format("are {} other tasks", others),
      task.name,
      task.id
  ));
}

/// Nobody was named.
void tell_whose_all_is(
    Console& console, const Client& client, const Creation& input, const Task& task
) {
  const bool hands_out = input.shares.empty() && !task.pulling && task.counts.total > 0;
  if (!hands_out || console.is_json()) return;
  console.note(fmt::format(
      "All of them went to {}, since --assign names nobody; `allot task redistribute` shares them.",
      task.owner == lower(client.email()) ? "you" : task.owner
  ));
}

void create(Console& console, const Client& client, const Creation& input) {
  require_work_to_assign(input);
  const auto dataset = find_dataset(client, input.dataset.project, input.dataset.name);
  const auto project = client.projects.get({.project_id = dataset.project_id, .project_name = {}});
  NewTask task;
  task.name = input.name;
  task.filters = parse_filters(input.filters);
  if (!input.shares.empty()) task.workload = parse_shares(console, client, project, input.shares);
  task.priority = static_cast<Priority>(input.priority);
  if (!input.due.empty()) task.due_date = due_date_of(console, input.due);
  if (!input.owner.empty()) task.owner = find_assignee(console, client, project, input.owner);
  task.empty = input.empty && input.filters.empty();
  task.pulling = parse_pulling(console, client, project, input.pulling);
  if (task.pulling) require_no_shares(input.shares);
  const auto plan = dataset.tasks.preview_create(task);
  if (plan.total == 0 && !input.empty) refuse_an_empty_task(dataset, input);
  if (input.dry_run) return print_plan(console, plan);
  const auto made = dataset.tasks.create(task);
  print_task(console, made);
  tell_whose_all_is(console, client, input, made);
  tell_of_namesakes(console, client, made);
}

}  // namespace

void add_task_create(Verbs& verbs) {
  const auto take_creation = [](Words& words, Creation& input) {
    words.needs("NAME", input.name, "Its name")
        .needs("--dataset,-d", input.dataset.name, "The dataset's name or id")
        .takes_project(input.dataset.project)
        .takes_filters(input.filters)
        .takes(
            "--assign",
            input.shares,
            "Who, and how much: ada=60,ben=40; ada,ben for equal parts (default: all to --owner, "
            "else you)"
        )
        .takes(
            "--due", input.due, "2026-12-24, its end, or '2026-12-24 17:00' (default: in a week)"
        )
        .takes("--priority", input.priority, 1, 3, "1 low, 2 medium (default), 3 high")
        .takes("--owner", input.owner, "Who manages it (default: you)")
        .takes(
            "--empty", input.empty, "Make it without items; with --filter, even if none matches"
        );
    take_pulling(words, input.pulling);
    words.takes_dry_run(input.dry_run);
  };
  verbs.add<Creation>("create", "Make a task and hand its items out", take_creation, create);
}

}  // namespace allot::cli
