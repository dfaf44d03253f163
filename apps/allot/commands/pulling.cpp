#include "commands/pulling.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

#include "commands/find.h"
#include "commands/texts.h"
#include "commands/views.h"

namespace allot::cli {

namespace {

constexpr int batch_least = 3;
constexpr int batch_most = 100;
constexpr int idle_least = 5;

struct Batch {
  Named assignment;
  bool dry_run = false;
};

std::string who_has(const Assignment& assignment) {
  return fmt::format("{} has {} open", assignment.annotator, assignment.counts.remaining);
}

void tell(Console& console, const Assignment& assignment, const std::string& sentence) {
  console.id(assignment.id, sentence);
  console.json(assignment.raw_json);
}

void load(Console& console, const Assignment& assignment, bool dry_run) {
  if (dry_run) return print_plan(console, assignment.preview_load_batch());
  const auto loaded = assignment.load_batch();
  const auto now = assignment.reload();
  const auto sentence = loaded == 0
                            ? fmt::format("No batch fits, or nothing waits; {}.", who_has(now))
                            : fmt::format("{} came; {}.", counted(loaded, "item"), who_has(now));
  tell(console, now, sentence);
}

void load_named(Console& console, const Client& client, const Batch& input) {
  const auto& [project, name] = input.assignment;
  load(console, find_assignment(client, project, name), input.dry_run);
}

/// Throws runtime_error: whoever is signed in does not pull from it, or nothing of it is theirs.
Assignment own_of(const Client& client, const Task& task) {
  require_pulled(task);
  const auto own = client.my_assignments(std::nullopt);
  const auto found = std::ranges::find_if(own, [&](const Assignment& each) {
    return each.task_id == task.id && each.is_active;
  });
  if (found != own.end()) return *found;
  const auto& people = task.pulling->allowed_assignees;
  const bool pulls = std::ranges::find(people, lower(client.email())) != people.end();
  throw std::runtime_error(
      pulls ? fmt::format("You have nothing of {}, and nothing waits.", task.name)
            : fmt::format("You do not pull from {}; who manages it lets you in.", task.name)
  );
}

struct Pull {
  Named task;
  bool dry_run = false;
};

void pull(Console& console, const Client& client, const Pull& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  load(console, own_of(client, task), input.dry_run);
}

/// ", and 3 went on to cleo@example.org": what the queue gave to others at once.
std::string gone_on_in(const std::vector<Operation>& moves) {
  constexpr std::size_t named_most = 3;
  std::uint64_t items = 0;
  std::vector<std::string> people;
  for (const auto& operation : moves) {
    if (operation.kind != PlanKind::batch) continue;
    items += operation.total;
    for (const auto& person : operation.people) people.push_back(person.assignee_id);
  }
  if (items == 0) return {};
  const auto who = people.size() > named_most ? fmt::format("{} others", people.size())
                                              : fmt::format("{}", fmt::join(people, " and "));
  return fmt::format(", and {} went on to {}", items, who);
}

/// Whoever may see the log of the task is told what becomes of its queue.
std::optional<OwnMoves> moves_to_tell(
    const Console& console, const Client& client, const std::string& task_id
) {
  if (console.is_json() || console.is_quiet()) return std::nullopt;
  try {
    return OwnMoves(client, task_id);
  } catch (const Forbidden&) {
    return std::nullopt;
  }
}

void clear(Console& console, const Client& client, const Batch& input) {
  const auto assignment = find_assignment(client, input.assignment.project, input.assignment.name);
  const auto plan = assignment.preview_clear_batch();
  if (input.dry_run) return print_plan(console, plan);
  const auto moves = moves_to_tell(console, client, assignment.task_id);
  std::uint64_t cleared = 0;
  const auto act = [&](const std::optional<Plan>& expect) {
    cleared = assignment.clear_batch(expect);
  };
  const auto question = fmt::format("Take them from {}?", assignment.annotator);
  if (!carry_out_as_shown(console, plan, question, act)) {
    return tell(console, assignment, "Nothing of it is open; nothing was changed.");
  }
  const auto items = counted(cleared, "item");
  // An emptied assignment is gone where nothing waits for it any more.
  const auto gone_on = moves ? gone_on_in(moves->list()) : "";
  tell(console, assignment, fmt::format("{} went back to the queue{}", items, gone_on));
}

}  // namespace

void take_pulling(Words& words, PullingWords& input) {
  words.takes("--pull", input.people, "Who pulls from it: ada,ben; instead of --assign")
      .takes("--batch", input.batch, batch_least, batch_most, "So many items at a time (3 to 100)")
      .takes(
          "--max",
          input.most,
          batch_least + 2,
          2 * batch_most,
          "No batch takes somebody's open items above it (default: two more than a batch)",
          ", that is from two more than a batch to two batches"
      )
      .takes(
          "--idle",
          input.idle,
          idle_least,
          idle_most,
          "Minutes after which open items of who does nothing go back to the queue",
          " minutes"
      );
}

std::optional<Pulling> parse_pulling(
    Console& console, const Client& client, const Project& project, const PullingWords& input
) {
  if (input.batch == 0 && input.most == 0) {
    if (input.people.empty() && input.idle == 0) return std::nullopt;
    throw UsageError("Say how many items people pull at a time: --batch 10.");
  }
  Pulling pulling;
  if (input.batch != 0) pulling.batch_size = static_cast<std::uint32_t>(input.batch);
  if (input.most != 0) pulling.max_workload = static_cast<std::uint32_t>(input.most);
  if (input.idle != 0) pulling.idle = std::chrono::minutes(input.idle);
  if (!input.people.empty()) {
    pulling.allowed_assignees = find_assignees(console, client, project, input.people);
  }
  return pulling;
}

void require_no_shares(const std::vector<std::string>& shares) {
  if (shares.empty()) return;
  throw UsageError("People pull from this task, so nobody has a share: name them by --pull.");
}

void require_pulled(const Task& task) {
  if (task.pulling) return;
  throw std::runtime_error(fmt::format(
      "Nobody pulls from {}; `allot task create --batch` makes a task of which people do.",
      task.name
  ));
}

void print_terms(Console& console, const Task& task) {
  if (!task.pulling) return;
  const auto& terms = *task.pulling;
  console.line(fmt::format(
      "pulled {} at a time, up to {} open{}; {} in the queue",
      terms.batch_size.value_or(0),
      terms.max_workload.value_or(0),
      terms.idle ? fmt::format(", back after {} idle minutes", terms.idle->count()) : "",
      task.queued()
  ));
}

void add_task_pull(Verbs& verbs) {
  const auto take_task = [](Words& words, Pull& input) {
    words.needs_named("TASK", input.task).takes_dry_run(input.dry_run);
  };
  verbs.add<Pull>("pull", "Load your own next batch of it, if one fits", take_task, pull);
}

void add_batch_verbs(Verbs& verbs) {
  const auto take_named = [](Words& words, Batch& input) {
    words.needs_named("ASSIGNMENT", input.assignment).takes_dry_run(input.dry_run);
  };
  verbs.add<Batch>("batch", "Load its next batch, if one fits", take_named, load_named);
  verbs.add<Batch>("clear", "Put its open items back to the queue", take_named, clear);
}

}  // namespace allot::cli
