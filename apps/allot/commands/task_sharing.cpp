#include <fmt/format.h>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Sharing {
  Named task;
  std::vector<std::string> shares;
  std::vector<std::string> filters;
  bool in_use = false;
  bool dry_run = false;
};

void redistribute(Console& console, const Client& client, const Sharing& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  const auto project = client.projects.get({.project_id = task.project_id, .project_name = {}});
  const auto workload = parse_shares(console, client, project, input.shares);
  Redistribution which;
  if (!input.filters.empty()) which.filters = parse_filters(input.filters);
  which.include_in_use = input.in_use;
  const auto plan = task.preview_redistribute(workload, which);
  if (input.dry_run) return print_plan(console, plan);
  std::optional<Operation> done;
  const auto act = [&](const std::optional<Plan>& expect) {
    which.expect = expect;
    done = task.redistribute(workload, which);
  };
  const auto question = fmt::format("Share {} out like this?", task.name);
  if (carry_out_as_shown(console, plan, question, act)) return print_done(console, *done);
  console.line("The open items are shared out like that; nothing was changed.");
  console.json("null");
}

struct Log {
  Named task;
  int count = 20;
};

void log(Console& console, const Client& client, const Log& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  print_log(console, task.operations(), static_cast<std::size_t>(input.count));
}

}  // namespace

void add_task_sharing(Verbs& verbs) {
  const auto take_shares = [](Words& words, Sharing& input) {
    words.needs_named("TASK", input.task)
        .needs("SHARES", input.shares, "ada=40 ben=60; ada ben for equal parts")
        .takes_filters(input.filters)
        .takes("--in-use", input.in_use, "Move what somebody has on screen, too")
        .takes_dry_run(input.dry_run);
  };
  const auto take_log = [](Words& words, Log& input) {
    constexpr int most = 100'000;
    words.needs_named("TASK", input.task)
        .takes("--count,-c", input.count, 1, most, "So many moves (default: 20)");
  };
  verbs.add<Sharing>(
      "redistribute", "Share all its open items out anew", take_shares, redistribute
  );
  verbs.add<Log>("log", "Who moved how much of it, newest first", take_log, log);
}

}  // namespace allot::cli
