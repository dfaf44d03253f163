#include "usecases/tasks/pace.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <unordered_map>

#include "store/availabilities.h"
#include "store/pace_nouns.h"
#include "usecases/access.h"
#include "usecases/tasks/read.h"
#include "usecases/tasks/telling.h"

namespace allot {

namespace {

/// What somebody has, and did, in one task or several.
struct Work {
  PaceOfPerson person;
  std::vector<HandledItems> recent;
  QuarterSums sums;  // in any order
};

/// A task, or several, before any day is counted.
struct WorkOfAll {
  std::vector<Work> people;
  QuarterSums sums;        // of everybody, those too who hold nothing any more
  std::uint64_t left = 0;  // items
  Time since;              // what was left before is not known, or was nothing
};

Quarter first_quarter(const LocalDays& days, Time now) {
  return std::min(days.first_quarter(), first_lately(now));
}

QuarterSums sums_of(KeptPace& kept) {
  auto sums = std::move(kept.over);
  const auto& today = kept.pace.today;
  sums.insert(sums.end(), today.begin(), today.end());
  return sums;
}

Work work_of(const Share& share) {
  Work work;
  work.person = {
      .person = share.annotator,
      .assignment = share.assignment,
      .tasks = 1,
      .open = share.open.size()
  };
  for (const auto& [word, items] : share.by_status) work.person.handled += items.size();
  return work;
}

void add_sums(Work& work, KeptPace& kept, const QuarterSums& sums) {
  work.person.active = kept.pace.active;
  work.person.last_active = kept.pace.last_change;
  work.recent = std::move(kept.pace.recent);
  work.sums = sums;
}

WorkOfAll work_in(
    const Transaction& tx,
    const Task& task,
    const Ledger& ledger,
    const std::optional<UserId>& only_of,
    Quarter since
) {
  WorkOfAll all{.since = std::max(task.created_at, tx.paces().begun().value_or(Time{}))};
  std::unordered_map<UserId, std::size_t> places;
  const auto add = [&](const Share& share) {
    if (share.kind != ShareKind::normal) return;
    places[share.annotator] = all.people.size();
    all.people.push_back(work_of(share));
  };
  if (only_of) {
    if (const auto* own = ledger.find(*only_of)) add(*own);
  } else {
    for (const auto& share : ledger.shares) add(share);
    all.left = count(ledger).remaining();
  }
  for (auto& kept : tx.paces().of_task(task.id, only_of, since)) {
    const auto sums = sums_of(kept);
    all.sums.insert(all.sums.end(), sums.begin(), sums.end());
    const auto place = places.find(kept.person);
    if (place != places.end()) add_sums(all.people[place->second], kept, sums);
  }
  return all;
}

PaceOfPerson finished(Work work, const LocalDays& days, Time now) {
  auto person = std::move(work.person);
  person.speed = {
      .items_per_hour = items_per_hour(work.recent), .active_lately = active_lately(work.sums, now)
  };
  person.per_day = handled_per_day(days, work.sums);
  person.done_by = done_by(now, person.open, person.speed);
  return person;
}

/// The latest of their people's, where each who has open items has one.
std::optional<Time> latest(const std::vector<PaceOfPerson>& people) {
  std::optional<Time> last;
  for (const auto& person : people) {
    if (person.open == 0) continue;
    if (!person.done_by) return std::nullopt;
    last = std::max(last.value_or(*person.done_by), *person.done_by);
  }
  return last;
}

Pace finished(WorkOfAll all, bool is_whole, const LocalDays& days, Time now) {
  Pace pace;
  for (auto& work : all.people) pace.people.push_back(finished(std::move(work), days, now));
  if (is_whole) {
    pace.left = left_per_day(days, all.sums, all.left, all.since);
    pace.per_day = handled_per_day(days, all.sums);
  }
  pace.done_by = latest(pace.people);
  return pace;
}

bool is_late(const Task& task, const Pace& pace, std::uint64_t left, Time now) {
  double due = 0;  // of any size
  std::from_chars(task.due_date.data(), task.due_date.data() + task.due_date.size(), due);
  if (left == 0 || due <= 0) return false;
  const auto end = std::max(now, pace.done_by.value_or(now));
  return static_cast<double>(to_epoch_ms(end)) > due;
}

/// Whose row alone the caller sees; nullopt: all are seen.
std::optional<UserId> only_seen(const Transaction& tx, const Caller& caller, const Task& task) {
  if (sees_all_assignments(tx, caller, task)) return std::nullopt;
  return caller.user;
}

void add(Work& to, Work work) {
  auto& person = to.person;
  person.tasks += work.person.tasks;
  person.open += work.person.open;
  person.handled += work.person.handled;
  person.active += work.person.active;
  person.last_active = std::max(person.last_active, work.person.last_active);
  to.recent = merged(std::move(to.recent), work.recent);
  to.sums.insert(to.sums.end(), work.sums.begin(), work.sums.end());
}

}  // namespace

Result<LocalDays> local_days(const PaceDays& asked, Time now) {
  if (asked.count < 1 || asked.count > PaceDays::count_max) {
    return invalid_field("days", "must be from 1 to 90");
  }
  const auto from = now - std::chrono::days(asked.count + 2);
  const auto offsets = utc_offsets(asked.zone, from, now);
  if (!offsets) {
    return invalid_field("tz", "must be the name of a time zone, such as `Europe/Berlin`");
  }
  return LocalDays(now, asked.count, *offsets);
}

PresentPeople::PresentPeople(const Transaction& tx, const ProjectId& project, Time now)
    : away_(tx.projects().removed_members(project)) {
  for (const auto& [person, said] : tx.availabilities().of_project(project)) {
    if (is_absent(said, now)) away_.push_back(person);
  }
  std::ranges::sort(away_);
}

bool PresentPeople::operator()(const UserId& person) const {
  return !std::ranges::binary_search(away_, person);
}

TaskPace pace_of_task(
    const Transaction& tx,
    const Task& task,
    const std::optional<UserId>& only_of,
    const LocalDays& days,
    Time now,
    IsPresent is_present
) {
  auto all = work_in(tx, task, *tx.ledgers().of(task.id), only_of, first_quarter(days, now));
  auto left = all.left;
  if (only_of) {
    for (const auto& work : all.people) left += work.person.open;
  }
  TaskPace pace{.pace = finished(std::move(all), !only_of, days, now), .due_date = task.due_date};
  pace.late = is_late(task, pace.pace, left, now);
  if (only_of) return pace;
  std::vector<Worker> workers;
  for (const auto& person : pace.pace.people) {
    const bool is_locked = task.pulling && task.pulling->locks(person.person);
    if (!is_locked && is_present(person.person)) {
      workers.push_back({.person = person.person, .speed = person.speed});
    }
  }
  pace.balanced = balanced_loads(workers);
  return pace;
}

Result<TaskPace> read_task_pace(
    Env& env, const Caller& caller, const TaskId& id, const PaceDays& asked
) {
  const auto now = env.clock.now();
  const auto days = TRY(local_days(asked, now));
  return read(env.store, [&](const Transaction& tx) -> Result<TaskPace> {
    const auto task = TRY(get_task(tx, caller, id, Verb::see_task));
    const PresentPeople is_present(tx, task.project, now);
    return pace_of_task(tx, task, only_seen(tx, caller, task), days, now, is_present);
  });
}

Result<Pace> read_project_pace(
    Env& env, const Caller& caller, const ProjectId& id, const PaceDays& asked
) {
  const auto now = env.clock.now();
  const auto days = TRY(local_days(asked, now));
  return read(env.store, [&](const Transaction& tx) -> Result<Pace> {
    TRY(get_project(tx, caller, id, Verb::see_project));
    std::map<UserId, Work> people;
    WorkOfAll all{.since = now};
    const auto begun = tx.paces().begun().value_or(Time{});
    bool is_whole = false;
    for (const auto& task : visible_tasks(tx, caller, {&id, 1})) {
      const auto ledger = tx.ledgers().of(task.id);
      if (status_of(tx, task, *ledger) != TaskStatus::open) continue;
      const auto only_of = only_seen(tx, caller, task);
      auto part = work_in(tx, task, *ledger, only_of, first_quarter(days, now));
      for (auto& work : part.people) {
        const auto [place, is_new] = people.try_emplace(work.person.person, work);
        if (!is_new) add(place->second, std::move(work));
      }
      if (only_of) continue;
      is_whole = true;
      all.left += part.left;
      all.sums.insert(all.sums.end(), part.sums.begin(), part.sums.end());
      // Where a task has no days before the sums began, the project has none either.
      all.since = std::max(std::min(all.since, part.since), begun);
    }
    for (auto& [person, work] : people) {
      work.person.assignment = {};
      all.people.push_back(std::move(work));
    }
    return finished(std::move(all), is_whole, days, now);
  });
}

}  // namespace allot
