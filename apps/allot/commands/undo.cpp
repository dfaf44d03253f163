#include <fmt/format.h>

#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Undo {
  std::string operation;
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

void undo(Console& console, const Client& client, const Undo& input) {
  require_id(input.operation, "the move");
  const auto operation = client.operations.get(input.operation);
  Undoing how{.include_in_use = input.in_use};
  const auto plan = operation.preview_undo(how);
  if (input.dry_run) return print_plan(console, plan);
  std::optional<Undone> undone;
  const auto act = [&](const std::optional<Plan>& expect) {
    how.expect = expect;
    undone = operation.undo(how);
  };
  if (!carry_out_as_shown(console, plan, "Take it back like this?", act)) {
    console.line("Nothing of it is as it was moved; nothing was changed.");
    return console.json("null");
  }
  print_done(console, undone->operation);
  print_kept(console, undone->kept);
}

}  // namespace

void add_undo(Verbs& top) {
  const auto take_operation = [](Words& words, Undo& input) {
    words.needs("OPERATION", input.operation, "The id of a move; `allot task log` tells them")
        .takes("--in-use", input.in_use, "Take back what somebody has on screen, too")
        .takes_dry_run(input.dry_run);
  };
  top.add<Undo>(
      "undo", "Take a move of work back, as far as nothing was done since", take_operation, undo
  );
}

}  // namespace allot::cli
