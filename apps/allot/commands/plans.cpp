#include <fmt/format.h>

#include <algorithm>

#include "commands/table.h"
#include "commands/texts.h"
#include "commands/views.h"

namespace allot::cli {

namespace {

/// "−3", "+2", both, or "·".
std::string signed_numbers(std::uint64_t gives, std::uint64_t gets) {
  if (gives == 0 && gets == 0) return "·";
  std::string text;
  if (gives > 0) text = fmt::format("−{}", gives);
  if (gets > 0) text += fmt::format("{}+{}", text.empty() ? "" : " ", gets);
  return text;
}

/// Items of one kind, open or handled: before the move, what goes and comes, and after it.
struct Column {
  std::uint64_t before = 0;
  std::uint64_t gives = 0;
  std::uint64_t gets = 0;
  std::uint64_t after = 0;

  void add(const Column& other) {
    before += other.before;
    gives += other.gives;
    gets += other.gets;
    after += other.after;
  }

  [[nodiscard]] bool moves() const { return gives > 0 || gets > 0; }

  void append_to(std::vector<std::string>& cells) const {
    cells.push_back(fmt::to_string(before));
    cells.push_back(signed_numbers(gives, gets));
    cells.push_back(fmt::to_string(after));
  }
};

Column open_items(const Plan::Person& person) {
  Column column{.before = person.open, .after = person.after};
  if (person.after < person.open) column.gives = person.open - person.after;
  if (person.after > person.open) column.gets = person.after - person.open;
  return column;
}

/// What gives and gets count beyond open items.
Column handled_items(const Plan::Person& person, const Column& open) {
  Column column{
      .before = person.handled,
      .gives = person.gives - std::min(person.gives, open.gives),
      .gets = person.gets - std::min(person.gets, open.gets)
  };
  column.after = column.before + column.gets - std::min(column.before + column.gets, column.gives);
  return column;
}

const char* what_becomes_of_items(const Plan& plan) {
  const auto kind = plan.kind.known();
  if (!kind) return "change hands";
  switch (*kind) {
    case PlanKind::create: return "be handed out";
    case PlanKind::add: return "come into the task";
    case PlanKind::remove:
    case PlanKind::delete_assignment: return "go out of the task";
    case PlanKind::delete_task: return "be nobody's work any more";
    case PlanKind::batch: return "come from the queue";
    case PlanKind::clear:
    case PlanKind::idle: return "go back to the queue";
    case PlanKind::undo: return "go back";
    case PlanKind::redistribute:
    case PlanKind::reassign:
    case PlanKind::contributors: break;
  }
  return "change hands";
}

/// Of an undo that is not refused: it gives back who contributes, and no item (B-295).
bool is_of_contributors_alone(const Plan& plan) {
  return plan.kind == PlanKind::undo && plan.total == 0;
}

/// "3 items would change hands"
std::string effect_of(const Plan& plan, const char* would) {
  if (is_of_contributors_alone(plan)) return fmt::format("Who pulls {} be as before", would);
  return fmt::format("{} {} {}", counted(plan.total, "item"), would, what_becomes_of_items(plan));
}

/// Items that come from or go to nobody: the queue of a task that people pull from.
std::uint64_t of_nobody(const Plan& plan, const Column& open, const Column& handled) {
  const auto of_people = std::max(open.gives + handled.gives, open.gets + handled.gets);
  return plan.total - std::min(plan.total, of_people);
}

void print_people(Console& console, const Plan& plan) {
  Column all_open;
  Column all_handled;
  for (const auto& person : plan.people) {
    const auto open = open_items(person);
    all_open.add(open);
    all_handled.add(handled_items(person, open));
  }
  std::vector<std::string> names{"PERSON", ">OPEN", ">", ">AFTER"};
  if (all_handled.moves()) names.insert(names.end(), {">DONE", ">", ">AFTER"});
  Table table(names);
  const auto add_row = [&](const std::string& name, const Column& open, const Column& handled) {
    std::vector<std::string> cells{name};
    open.append_to(cells);
    if (all_handled.moves()) handled.append_to(cells);
    table.row(std::move(cells));
  };
  for (const auto& person : plan.people) {
    const auto is_new = !person.assignment_id && plan.kind != PlanKind::create;
    const auto open = open_items(person);
    add_row(
        person.assignee_id + (is_new ? " (new to the task)" : ""), open, handled_items(person, open)
    );
  }
  if (plan.people.size() > 1) add_row("together", all_open, all_handled);
  if (!plan.people.empty()) table.print(console);
  if (const auto count = of_nobody(plan, all_open, all_handled); count > 0) {
    console.line(fmt::format("{} of them in the queue, which nobody has yet.", count));
  }
}

/// What stays, and why.
void print_left(Console& console, const Plan& plan) {
  const bool is_undo = plan.kind == PlanKind::undo;
  const auto tell = [&](std::uint64_t count, const char* why) {
    if (count > 0) console.line(fmt::format("{} {}.", count, why));
  };
  tell(plan.left_handled, is_undo ? "stay: a status was set since" : "stay: they have a status");
  tell(plan.left_in_use, "stay: somebody has them on screen");
  tell(
      plan.left_not_matching,
      is_undo                      ? "stay: they went on, or were annotated since"
      : plan.kind == PlanKind::add ? "are in the task already"
                                   : "stay: the filter leaves them out"
  );
}

std::string json_of(const Plan::Person& person) {
  return fmt::format(
      R"({{"assigneeId":{},"assignmentId":{},"open":{},"handled":{},"inUse":{},"gives":{},"gets":{},)"
      R"("after":{}}})",
      json_quoted(person.assignee_id),
      person.assignment_id ? json_quoted(*person.assignment_id) : "null",
      person.open,
      person.handled,
      person.in_use,
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
      R"({{"plan":{{"kind":{},"taskId":{},"assignmentId":{},"version":{},"total":{},"people":[{}],)"
      R"("left":{{"handled":{},"inUse":{},"notMatching":{}}},"undoable":{}}}}})",
      json_quoted(plan.kind.text()),
      plan.task_id.empty() ? "null" : json_quoted(plan.task_id),
      plan.assignment_id.empty() ? "null" : json_quoted(plan.assignment_id),
      json_quoted(plan.version),
      plan.total,
      fmt::join(people, ","),
      plan.left_handled,
      plan.left_in_use,
      plan.left_not_matching,
      plan.undoable
  );
}

}  // namespace

void print_plan(Console& console, const Plan& plan) {
  if (console.is_json()) return console.json(json_of(plan));
  console.line(effect_of(plan, "would") + "; nothing was changed.");
  print_people(console, plan);
  print_left(console, plan);
  // What was made is undone by deleting it, what was pulled by putting it back.
  const bool is_taken_back_otherwise =
      plan.kind == PlanKind::create || plan.kind == PlanKind::batch;
  if (!plan.undoable && !is_taken_back_otherwise) console.line("This could not be undone.");
}

bool carry_out_as_shown(
    Console& console,
    Plan plan,
    const std::string& question,
    const std::function<void(const std::optional<Plan>& expect)>& act
) {
  for (;;) {
    if (plan.total == 0 && !is_of_contributors_alone(plan)) return false;
    if (console.style().yes) {
      act(std::nullopt);
      return true;
    }
    console.line(effect_of(plan, "will") + (plan.people.empty() ? "." : ":"));
    print_people(console, plan);
    print_left(console, plan);
    if (!plan.undoable) console.line("This cannot be undone.");
    console.confirm(question);
    try {
      act(plan);
      return true;
    } catch (const PlanChanged& changed) {
      console.note("The work has changed meanwhile; nothing was done. By now it is this:");
      plan = changed.plan();
    }
  }
}

}  // namespace allot::cli
