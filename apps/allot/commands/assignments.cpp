#include <fmt/format.h>

#include <functional>
#include <optional>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Move {
  Named assignment;
  std::vector<std::string> shares;
  std::vector<std::string> filters;
  std::string to;
  bool in_use = false;
  bool dry_run = false;
};

Assignment found(const Client& client, const Named& named) {
  return find_assignment(client, named.project, named.name);
}

Project project_of(const Client& client, const Assignment& assignment) {
  return client.projects.get({.project_id = assignment.project_id, .project_name = {}});
}

void list(Console& console, const Client& client, const Named& where) {
  const auto& [project, task] = where;
  if (!task.empty()) {
    return print_assignments(console, find_task(client, project, task).assignments.list());
  }
  print_assignments(
      console,
      project.empty() ? client.assignments.list() : find_project(client, project).assignments.list()
  );
}

void show(Console& console, const Client& client, const Named& named) {
  const auto assignment = found(client, named);
  if (console.is_json()) return console.json(assignment.raw_json);
  if (console.is_quiet()) return console.id(assignment.id, {});
  const auto& counts = assignment.counts;
  console.line(fmt::format(
      "{}  {}",
      console.toned(Tone::strong, assignment.name),
      console.toned(Tone::faint, assignment.id)
  ));
  console.line(fmt::format("{} · {}", assignment.annotator, state_of(assignment)));
  console.line();
  console.line(progress_line(console, counts));
  for (const auto& [word, count] : counts.by_status) {
    console.line(fmt::format("{:>6} {}", count, word));
  }
}

/// Where somebody can be asked: shows what it will do, and asks. Scripts never were, and go on.
void carry_out(
    Console& console,
    const std::function<Plan()>& preview,
    const std::string& question,
    const std::function<void(const std::optional<Plan>& expect)>& act
) {
  const auto& style = console.style();
  if (style.yes || !style.is_interactive) return act(std::nullopt);
  const auto plan = preview();
  if (!carry_out_as_shown(console, plan, question, act)) act(plan);  // it moves nothing
}

void redistribute(Console& console, const Client& client, const Move& input) {
  const auto assignment = found(client, input.assignment);
  const auto workload = parse_shares(console, client, project_of(client, assignment), input.shares);
  Redistribution which;
  if (!input.filters.empty()) which.filters = parse_filters(input.filters);
  which.include_in_use = input.in_use;
  const auto preview = [&] { return assignment.preview_redistribute(workload, which); };
  if (input.dry_run) return print_plan(console, preview());
  const UndoHint hint(console, client, assignment.task_id);
  std::vector<Assignment> receivers;
  const auto act = [&](const std::optional<Plan>& expect) {
    which.expect = expect;
    receivers = assignment.redistribute(workload, which);
  };
  carry_out(console, preview, fmt::format("Take them from {}?", assignment.annotator), act);
  console.line(
      receivers.empty() ? "No item was open; nothing moved."
                        : fmt::format("The open items of {} went to:", assignment.annotator)
  );
  if (!receivers.empty() || console.is_json()) print_assignments(console, receivers);
  hint.print();
}

void reassign(Console& console, const Client& client, const Move& input) {
  const auto assignment = found(client, input.assignment);
  const auto to = find_assignee(console, client, project_of(client, assignment), input.to);
  const auto preview = [&] { return assignment.preview_reassign(to); };
  if (input.dry_run) return print_plan(console, preview());
  const UndoHint hint(console, client, assignment.task_id);
  auto now = assignment;
  const auto act = [&](const std::optional<Plan>& expect) {
    now = assignment.reassign(to, expect);
  };
  carry_out(console, preview, fmt::format("Hand all of it to {}?", to), act);
  const auto count = counted(assignment.counts.total, "item");
  console.id(
      now.id,
      fmt::format("{} has the {} of {}  {}", now.annotator, count, assignment.annotator, now.id)
  );
  console.json(now.raw_json);
  hint.print();
}

void rename(Console& console, const Client& client, const Move& input) {
  const auto assignment = found(client, input.assignment).rename(input.to);
  console.id(assignment.id, fmt::format("it is now {}", assignment.name));
  console.json(assignment.raw_json);
}

void remove(Console& console, const Client& client, const Move& input) {
  const auto assignment = found(client, input.assignment);
  if (input.dry_run) return print_plan(console, assignment.preview_remove());
  console.confirm(fmt::format(
      "Take {} and its {} ({} done) out of the task? This cannot be undone.",
      assignment.name,
      counted(assignment.counts.total, "item"),
      assignment.counts.completed
  ));
  assignment.remove();
  console.id(assignment.id, fmt::format("{} is gone", assignment.name));
  console.json(assignment.raw_json);
}

void add_moves(Verbs& verbs) {
  const auto take_shares = [](Words& words, Move& input) {
    words.needs_named("ASSIGNMENT", input.assignment)
        .needs("SHARES", input.shares, "ada=50 ben=50; ada ben for equal parts")
        .takes_filters(input.filters)
        .takes("--in-use", input.in_use, "Move what somebody has on screen, too")
        .takes_dry_run(input.dry_run);
  };
  const auto take_person = [](Words& words, Move& input) {
    words.needs_named("ASSIGNMENT", input.assignment)
        .needs("PERSON", input.to, "Who")
        .takes_dry_run(input.dry_run);
  };
  verbs.add<Move>("redistribute", "Hand its open items to others", take_shares, redistribute);
  verbs.add<Move>("reassign", "Hand all of it to one person", take_person, reassign);
}

}  // namespace

void print_assignments(Console& console, const std::vector<Assignment>& assignments) {
  std::vector<std::string> texts;
  Table table({"PERSON", "STATE", ">DONE", ">OPEN", "<ID", "~ASSIGNMENT"});
  for (const auto& each : assignments) {
    table.row(
        {each.annotator,
         state_of(each),
         fmt::to_string(each.counts.completed),
         fmt::to_string(each.counts.remaining),
         each.id,
         name_beside_person(each)}
    );
    texts.push_back(each.raw_json);
    if (console.is_quiet()) console.id(each.id, {});
  }
  if (assignments.empty()) {
    console.line("There are no assignments.");
  } else {
    table.print(console);
  }
  console.json_list(texts);
}

void add_assignment_verbs(Verbs verbs) {
  const auto take_place = [](Words& words, Named& where) {
    words.takes("--task,-t", where.name, "The task's name or id").takes_project(where.project);
  };
  const auto take_named = [](Words& words, Named& named) {
    words.needs_named("ASSIGNMENT", named);
  };
  verbs.add<Named>("list", "Assignments of a task, a project, or all", take_place, list);
  verbs.add<Named>("show", "How far it is", take_named, show);
  add_assignment_export(verbs);
  add_own_work(verbs);
  add_moves(verbs);
  add_batch_verbs(verbs);
  const auto take_name = [](Words& words, Move& input) {
    words.needs_named("ASSIGNMENT", input.assignment).needs("NAME", input.to, "The new name");
  };
  const auto take_removal = [](Words& words, Move& input) {
    words.needs_named("ASSIGNMENT", input.assignment).takes_dry_run(input.dry_run);
  };
  verbs.add<Move>("rename", "Give it another name", take_name, rename);
  verbs.add<Move>("delete", "Take it and its items out of the task", take_removal, remove);
}

}  // namespace allot::cli
