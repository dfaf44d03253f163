#include <fmt/format.h>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/pulling.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

Project project_of(const Client& client, const std::string& id) {
  return client.projects.get({.project_id = id, .project_name = {}});
}

void tell(Console& console, const Task& task, const std::string& sentence) {
  console.id(task.id, sentence);
  console.json(task.raw_json);
}

struct Update {
  Named task;
  std::string name;
  std::string owner;
  std::string due;
  int priority = 0;  // as it is
  std::string status;
  int idle = -1;  // as it is
};

void update(Console& console, const Client& client, const Update& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  Task::Changes changes;
  if (!input.name.empty()) changes.name = input.name;
  if (!input.owner.empty()) {
    changes.owner =
        find_assignee(console, client, project_of(client, task.project_id), input.owner);
  }
  if (!input.due.empty()) changes.due_date = due_date_of(console, input.due);
  if (input.priority != 0) changes.priority = static_cast<Priority>(input.priority);
  if (!input.status.empty()) changes.status = Word<TaskStatus>(input.status);
  if (input.idle >= 0) changes.idle = std::chrono::minutes(input.idle);
  if (!changes.name && !changes.owner && !changes.due_date && !changes.priority &&
      !changes.status && !changes.idle) {
    throw UsageError("Say what to change: --name, --owner, --due, --priority, --status or --idle.");
  }
  const auto now = task.update(changes);
  tell(console, now, fmt::format("{} is changed", now.name));
}

/// What goes in or out, or is handed to reviewers.
struct Move {
  Named task;
  std::vector<std::string> filters;
  std::vector<std::string> shares;
  std::string name;
  std::string due;
  bool dry_run = false;
};

const char* came_of(const Move& input) {
  return input.filters.empty() ? "is there" : "matches";
}

void review(Console& console, const Client& client, const Move& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  Task::Review wanted;
  wanted.name = input.name;
  if (!input.due.empty()) wanted.due_date = due_date_of(console, input.due);
  wanted.workload =
      parse_shares(console, client, project_of(client, task.project_id), input.shares);
  if (input.dry_run) return print_plan(console, task.preview_create_qa_task(wanted));
  print_task(console, task.create_qa_task(wanted));
}

void add(Console& console, const Client& client, const Move& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  Task::Addition addition;
  addition.filters = parse_filters(input.filters);
  if (!input.shares.empty()) {
    addition.workload =
        parse_shares(console, client, project_of(client, task.project_id), input.shares);
  }
  const auto plan = task.preview_add_items(addition);
  if (input.dry_run) return print_plan(console, plan);
  if (plan.total == 0) {
    return tell(
        console,
        task,
        fmt::format("No item that is not in {} {}; nothing was changed.", task.name, came_of(input))
    );
  }
  if (input.filters.empty()) {
    const auto all = counted(plan.total, "item");
    console.confirm(fmt::format("Add all {} of the dataset that are not in {} yet?", all, task.name)
    );
  }
  const UndoHint hint(console, client, task.id);
  const auto now = task.add_items(addition);
  const auto more = now.counts.total - task.counts.total;
  tell(
      console, now, fmt::format("{} came into {}, which has {}", more, now.name, now.counts.total)
  );
  hint.print();
}

void remove_items(Console& console, const Client& client, const Move& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  const auto filters = parse_filters(input.filters);
  const auto plan = task.preview_remove_items(filters);
  if (input.dry_run) return print_plan(console, plan);
  if (plan.total == 0) {
    return tell(
        console,
        task,
        fmt::format("No open item of {} {}; nothing was changed.", task.name, came_of(input))
    );
  }
  console.confirm(fmt::format(
      "Take {} out of {}? This cannot be undone.", counted(plan.total, "open item"), task.name
  ));
  const auto now = task.remove_items(filters);
  const auto less = task.counts.total - now.counts.total;
  tell(
      console, now, fmt::format("{} went out of {}, which has {}", less, now.name, now.counts.total)
  );
}

void remove(Console& console, const Client& client, const Move& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  if (input.dry_run) return print_plan(console, task.preview_remove());
  console.confirm(fmt::format(
      "Delete {} with its {}? {} of its {} items are done; items and annotations stay. This cannot "
      "be undone.",
      task.name,
      counted(task.assignment_ids.size(), "assignment"),
      task.counts.completed,
      task.counts.total
  ));
  task.remove();
  console.id(task.id, fmt::format("{} is gone", task.name));
  console.json(task.raw_json);
}

void add_changes(Verbs& verbs) {
  const auto take_update = [](Words& words, Update& input) {
    words.needs_named("TASK", input.task)
        .takes("--name", input.name, "Another name")
        .takes("--owner", input.owner, "Another owner")
        .takes("--due", input.due, "2026-12-24, its end, or '2026-12-24 17:00'")
        .takes("--priority", input.priority, 1, 3, "1 low, 2 medium, 3 high")
        .takes_one_of("--status", input.status, {"dismissed", "open"}, "dismissed, or open again")
        .takes("--idle", input.idle, 0, idle_most, "See `task create`; 0: items stay", " minutes");
  };
  const auto take_review = [](Words& words, Move& input) {
    words.needs_named("TASK", input.task)
        .needs("--assign", input.shares, "Who: ada=60,ben=40; ada,ben for equal parts")
        .takes("--name", input.name, "The QA task's name (default: TASK_qa)")
        .takes(
            "--due", input.due, "2026-12-24, its end, or '2026-12-24 17:00' (default: in a week)"
        )
        .takes_dry_run(input.dry_run);
  };
  add_task_create(verbs);
  verbs.add<Update>("update", "Change name, owner, due date, priority, state", take_update, update);
  verbs.add<Move>("review", "Make a QA task of its handled items", take_review, review);
  add_task_sharing(verbs);
  add_contributors(verbs);
  add_task_pull(verbs);
}

}  // namespace

void add_task_verbs(Verbs verbs) {
  add_task_views(verbs);
  add_changes(verbs);
  const auto take_addition = [](Words& words, Move& input) {
    words.needs_named("TASK", input.task)
        .takes_filters(input.filters)
        .takes(
            "--assign", input.shares, "Who (default: all in the task, equally; absent ones, too)"
        )
        .takes_dry_run(input.dry_run);
  };
  const auto take_removal = [](Words& words, Move& input) {
    words.needs_named("TASK", input.task).takes_filters(input.filters).takes_dry_run(input.dry_run);
  };
  const auto take_named = [](Words& words, Move& input) {
    words.needs_named("TASK", input.task).takes_dry_run(input.dry_run);
  };
  add_task_export(verbs);
  add_task_history(verbs);
  verbs.add<Move>("add", "Add items to it", take_addition, add);
  verbs.add<Move>("remove", "Take open items out of it", take_removal, remove_items);
  verbs.add<Move>("delete", "Delete it; items and annotations stay", take_named, remove);
}

}  // namespace allot::cli
