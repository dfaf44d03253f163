#include "usecases/events/count.h"

#include <algorithm>
#include <set>
#include <span>
#include <vector>

namespace allot {

namespace {

constexpr std::size_t tasks_of_a_slice = 200;
/// The place is moved by itself only after so many lines.
constexpr std::int64_t passed_by_max = 1'000;

struct Counted {
  OutboxLines lines;
  std::vector<Event> told;
};

std::set<TaskId> changed_tasks(const Transaction& tx, const OutboxLines& lines) {
  const auto tasks = tx.outbox().tasks_to_count(lines);
  std::set<TaskId> all(tasks.begin(), tasks.end());
  for (const auto& id : tx.outbox().items_with_issues(lines)) {
    const auto item = tx.items().find(id);
    if (!item) continue;
    for (const auto& work : tx.ledgers().holding(item->dataset, ItemSet{item->ordinal})) {
      all.insert(work.task);
    }
  }
  return all;
}

Counted count_all(const Transaction& tx, Time now) {
  Counted counted;
  counted.lines.after = tx.outbox().place(Follower::counters).sequence;
  counted.lines.until = tx.journal().last_event();
  for (const auto& id : changed_tasks(tx, counted.lines)) {
    const auto task = tx.tasks().find(id);
    if (!task) continue;
    const auto sets = tx.datasets().sets(task->dataset);
    auto counts = count(*tx.ledgers().of(id), sets.issue, sets.for_review);
    counted.told.push_back(
        {.what = TaskCounted{.counts = std::move(counts)},
         .project = task->project,
         .task = id,
         .actor = {},
         .at = now}
    );
  }
  return counted;
}

/// With `place`, that is where it goes on from here.
void tell_slice(Env& env, std::span<const Event> slice, std::optional<std::int64_t> place) {
  const auto written = write(
      env.store,
      Scope{},
      [&](Transaction& tx) -> Result<Done> {
        for (const auto& event : slice) tx.journal().append(event);
        if (place) tx.outbox().put_place(Follower::counters, {.sequence = *place, .person = {}});
        return Done{};
      },
      "events/count"
  );
  CHECK(written.has_value());
}

}  // namespace

void TaskCounter::count() {
  const auto now = env_.clock.now();
  if (counted_ && now - *counted_ < interval && now >= *counted_) return;
  const auto [lines, told] =
      read(env_.store, [&](const Transaction& tx) { return count_all(tx, now); });
  if (told.empty() && lines.until - lines.after < passed_by_max) return;
  counted_ = now;
  auto rest = std::span<const Event>(told);
  do {
    const auto slice = rest.first(std::min(rest.size(), tasks_of_a_slice));
    rest = rest.subspan(slice.size());
    tell_slice(env_, slice, rest.empty() ? std::optional(lines.until) : std::nullopt);
  } while (!rest.empty());
}

}  // namespace allot
