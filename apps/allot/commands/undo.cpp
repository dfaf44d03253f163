#include <fmt/format.h>

#include <stdexcept>

#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Undo {
  std::string operation;
  Named last_of;  // a task
  bool in_use = false;
  bool dry_run = false;
};

/// Who keeps what, and why.
void print_kept(Console& console, const std::vector<Undone::Kept>& kept) {
  if (kept.empty()) return;
  console.line("These stay, since they were worked on:");
  Table table({"PERSON", ">HANDLED", ">ANNOTATED", ">WENT ON", ">ON SCREEN"});
  for (const auto& each : kept) {
    table.row(
        {each.assignee_id.empty() ? "the queue" : each.assignee_id,
         fmt::to_string(each.handled),
         fmt::to_string(each.annotated),
         fmt::to_string(each.moved),
         fmt::to_string(each.in_use)}
    );
  }
  table.print(console);
}

/// What people pull, and what their idleness gives back, is nobody's decision.
bool is_somebodys(const Operation& operation) {
  return operation.kind != PlanKind::batch && operation.kind != PlanKind::idle;
}

Operation last_move(Console& console, const Client& client, const Named& named) {
  const auto task = find_task(client, named.project, named.name);
  for (const auto& operation : task.operations()) {
    if (!is_somebodys(operation)) continue;
    console.note(fmt::format("The last move of {}: {}", task.name, title_of(operation)));
    return operation;
  }
  throw std::runtime_error(fmt::format("Nobody has moved anything in {}.", task.name));
}

Operation move_of(Console& console, const Client& client, const Undo& input) {
  const bool is_last = !input.last_of.name.empty();
  if (is_last != input.operation.empty()) {
    throw UsageError("Say which move: its id, as `allot task log TASK` tells it, or --last TASK.");
  }
  if (is_last) return last_move(console, client, input.last_of);
  if (!is_id(lower(input.operation))) {
    throw UsageError(fmt::format(
        "`{}` is no id of a move; `allot task log TASK` tells them, and `allot undo --last TASK` "
        "takes the last one.",
        input.operation
    ));
  }
  return client.operations.get(input.operation);
}

void undo(Console& console, const Client& client, const Undo& input) {
  const auto operation = move_of(console, client, input);
  Undoing how{.include_in_use = input.in_use};
  const auto plan = operation.preview_undo(how);
  if (input.dry_run) return print_plan(console, plan);
  std::optional<Undone> undone;
  const auto act = [&](const std::optional<Plan>& expect) {
    how.expect = expect;
    undone = operation.undo(how);
  };
  (void)carry_out_as_shown(console, plan, "Take it back like this?", act);
  print_done(console, undone.value().operation);
  print_kept(console, undone.value().kept);
}

}  // namespace

void add_undo(Verbs& top) {
  const auto take_operation = [](Words& words, Undo& input) {
    words.takes("OPERATION", input.operation, "The id of a move; `allot task log` tells them")
        .takes_task(
            "--last", input.last_of.name, "The last move of this task instead, by name or id"
        )
        .takes_project(input.last_of.project)
        .takes("--in-use", input.in_use, "Take back what somebody has on screen, too")
        .takes_dry_run(input.dry_run);
  };
  top.add<Undo>(
      "undo", "Take a move of work back, as far as nothing was done since", take_operation, undo
  );
}

}  // namespace allot::cli
