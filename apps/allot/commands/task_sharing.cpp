#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "commands/balanced.h"
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
  bool by_pace = false;
  bool in_use = false;
  bool dry_run = false;
};

void require_one_way(const Sharing& input) {
  if (input.by_pace && !input.shares.empty()) {
    throw UsageError("--by-pace makes the shares; leave those that are named out.");
  }
  if (!input.by_pace && input.shares.empty()) {
    throw UsageError("Say who gets how much, like ada=40 ben=60, or --by-pace.");
  }
}

const char* why_no_shares(const Pace& pace) {
  if (pace.left.empty()) return "you do not manage it";
  if (pace.people.empty()) return "nobody has work in it yet; name people, like ada=40 ben=60";
  return "everybody in it is away, or was removed";
}

/// With which all would be done at the same time (B-311).
Workload shares_by_pace(Console& console, const Task& task) {
  const auto pace = task.pace();
  if (pace.balanced.empty()) {
    throw std::runtime_error(
        fmt::format("The pace of {} proposes no shares: {}.", task.name, why_no_shares(pace))
    );
  }
  if (!is_speed_known(pace)) console.note("Nobody's speed is known yet: equal parts.");
  return pace.balanced;
}

std::string why_nothing_moves(const Task& task, const Plan& plan) {
  const auto open = task.counts.remaining;
  if (open == 0) return task.name + " has no open items";
  const auto held = open - std::min(open, task.queued());
  if (held == 0) return fmt::format("Nobody has open items of {}", task.name);
  if (plan.left_not_matching >= held) return "No open item matches";
  if (plan.left_not_matching + plan.left_in_use >= held) {
    return "What could move is on somebody's screen";
  }
  return "The open items are shared out like that already";
}

void tell_that_nothing_moves(Console& console, const std::string& why) {
  console.line(why + "; nothing was changed.");
  console.json("null");
}

void redistribute(Console& console, const Client& client, const Sharing& input) {
  require_one_way(input);
  const auto task = find_task(client, input.task.project, input.task.name);
  if (input.by_pace && task.counts.remaining == 0) {
    return tell_that_nothing_moves(console, why_nothing_moves(task, {}));
  }
  const auto project = client.projects.get({.project_id = task.project_id, .project_name = {}});
  const auto workload = input.by_pace ? shares_by_pace(console, task)
                                      : parse_shares(console, client, project, input.shares);
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
  tell_that_nothing_moves(console, why_nothing_moves(task, plan));
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
        .takes("SHARES", input.shares, "ada=40 ben=60; ada ben for equal parts")
        .takes("--by-pace", input.by_pace, "So that all are done at the same time; see `task pace`")
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
