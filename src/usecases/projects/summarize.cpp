#include "usecases/projects/summarize.h"

#include <algorithm>

#include "domain/held_work.h"
#include "domain/work_spread.h"
#include "json/text.h"
#include "store/availabilities.h"
#include "usecases/access.h"
#include "usecases/tasks/read.h"

namespace allot {

namespace {

constexpr std::chrono::hours idle_after{24};

/// A task, and as much of its ledger as the caller sees.
struct SeenWork {
  Task task;
  SharedLedger ledger;
  const Share* only = nullptr;  // this share alone; nullptr: all
};

/// Those that the caller sees, without a look at other projects where membership shows all.
std::vector<Task> tasks_in_sight(
    const Transaction& tx, const Caller& caller, const ProjectId& project
) {
  if (standings_in(tx, caller, project).may(Verb::see_task)) {
    return tx.tasks().of_projects({&project, 1});
  }
  auto tasks = tx.tasks().concerning(caller.user);
  std::erase_if(tasks, [&](const Task& task) {
    return task.project != project || !standings_for(tx, caller, task).may(Verb::see_task);
  });
  return tasks;
}

class Summarizer {
 public:
  Summarizer(
      const Transaction& tx,
      const Caller& caller,
      const ProjectId& project,
      const Forecasts& forecasts,
      Time now
  )
      : tx_(tx), caller_(caller), project_(project), forecasts_(forecasts), now_(now) {}

  ProjectSummary summary() {
    read_work();
    find_late();
    count_issues();
    sum_up_people();
    return std::move(summary_);
  }

 private:
  void read_work() {
    for (auto& task : tasks_in_sight(tx_, caller_, project_)) {
      if (task.dismissed || json::member(task.system_metadata, "archive") == "true") continue;
      SeenWork seen{.task = {}, .ledger = tx_.ledgers().of(task.id)};
      if (!sees_all_assignments(tx_, caller_, task)) {
        seen.only = seen.ledger->find(caller_.user);
        if (seen.only == nullptr) continue;
      }
      seen.task = std::move(task);
      works_.push_back(std::move(seen));
    }
  }

  [[nodiscard]] static std::uint64_t open_of(const SeenWork& seen) {
    return seen.only != nullptr ? seen.only->open.size() : count(*seen.ledger).remaining();
  }

  void find_late() {
    std::ranges::sort(works_, [](const SeenWork& a, const SeenWork& b) {
      const auto due_a = due_time(a.task.due_date);
      const auto due_b = due_time(b.task.due_date);
      if (due_a != due_b) return due_a && (!due_b || *due_a < *due_b);
      return a.task.id < b.task.id;
    });
    for (const auto& seen : works_) {
      const auto due = due_time(seen.task.due_date);
      if (!due || open_of(seen) == 0) continue;
      const auto is_over = [&](Time time) { return static_cast<double>(to_epoch_ms(time)) > *due; };
      const auto done_by = forecast(seen);
      if (is_over(now_)) {
        list(summary_.late, seen.task, done_by);
      } else if (done_by && is_over(*done_by)) {
        list(summary_.forecast_late, seen.task, done_by);
      }
    }
  }

  /// Of what the caller sees of it: of own work alone nobody else's pace is told (B-312).
  [[nodiscard]] std::optional<Time> forecast(const SeenWork& seen) const {
    if (!forecasts_.done_by) return std::nullopt;
    std::optional<UserId> only_of;
    if (seen.only != nullptr) only_of = seen.only->annotator;
    return forecasts_.done_by(tx_, seen.task, only_of);
  }

  static void list(
      std::vector<ProjectSummary::LateTask>& tasks, const Task& task, std::optional<Time> done_by
  ) {
    if (tasks.size() == ProjectSummary::listed_max) return;
    tasks.push_back(
        {.id = task.id, .name = task.name, .due_date = task.due_date, .done_by = done_by}
    );
  }

  void count_issues() {
    std::map<DatasetId, ItemSet> items;
    for (const auto& seen : works_) {
      items[seen.task.dataset] |=
          seen.only != nullptr ? seen.only->items() : seen.ledger->members - seen.ledger->copies;
    }
    for (const auto& [dataset, in_work] : items) {
      const auto sets = tx_.datasets().sets(dataset);
      summary_.issues += in_work.intersection_size(sets.issue);
      summary_.for_review += in_work.intersection_size(sets.for_review);
    }
  }

  /// Open items by person, of those without any too whose role is to label.
  void read_people() {
    const bool sees_members = standings_in(tx_, caller_, project_).may(Verb::see_members);
    if (sees_members) {
      for (const auto& member : tx_.projects().members(project_)) {
        if (member.active && member.role == Role::annotator) open_.try_emplace(member.user, 0);
      }
    }
    for (const auto& seen : works_) {
      if (seen.only != nullptr) {
        open_[seen.only->annotator] += seen.only->open.size();
        continue;
      }
      for (const auto& share : seen.ledger->shares) {
        if (share.kind == ShareKind::normal) open_[share.annotator] += share.open.size();
      }
    }
    for (const auto& removed : tx_.projects().removed_members(project_)) open_.erase(removed);
    for (auto& [person, said] : tx_.availabilities().of_project(project_)) {
      if (is_absent(said, now_)) absent_.try_emplace(person, said);
    }
    if (forecasts_.last_active) last_active_ = forecasts_.last_active(tx_, project_);
  }

  void sum_up_people() {
    read_people();
    std::vector<OpenWorkOf> present;
    std::vector<OpenWorkOf> absent;
    std::vector<OpenWorkOf> idle;
    for (const auto& [person, open] : open_) {
      const OpenWorkOf one{.person = person, .open = open};
      if (absent_.contains(person)) {
        if (open > 0) absent.push_back(one);
        continue;
      }
      present.push_back(one);
      const auto last = last_active_.find(person);
      const bool is_idle = last != last_active_.end() && now_ - last->second >= idle_after;
      if (open > 0 && is_idle) idle.push_back(one);
    }
    sort_by_load(absent);
    sort_by_load(idle);
    const auto uneven = find_uneven_work(present);
    list(summary_.without_work, uneven.without);
    list(summary_.overloaded, uneven.overloaded);
    list(summary_.idle, idle);
    list(summary_.absent, absent);
  }

  void list(
      std::vector<ProjectSummary::PersonAtWork>& listed, const std::vector<OpenWorkOf>& people
  ) {
    for (const auto& [person, open] : people) {
      if (listed.size() == ProjectSummary::listed_max) return;
      auto& row = listed.emplace_back();
      row.person = person;
      row.open = open;
      const auto last = last_active_.find(person);
      if (last != last_active_.end()) row.last_active = last->second;
      const auto away = absent_.find(person);
      if (away != absent_.end()) row.until = away->second.until;
    }
  }

  const Transaction& tx_;
  const Caller& caller_;
  const ProjectId& project_;
  const Forecasts& forecasts_;
  Time now_;
  std::vector<SeenWork> works_;
  std::map<UserId, std::uint64_t> open_;
  std::map<UserId, Availability> absent_;
  std::map<UserId, Time> last_active_;
  ProjectSummary summary_;
};

}  // namespace

Result<ProjectSummary> summarize_project(
    Env& env, const Caller& caller, const ProjectId& project, const Forecasts& forecasts
) {
  return read(env.store, [&](const Transaction& tx) -> Result<ProjectSummary> {
    TRY(get_project(tx, caller, project, Verb::see_project));
    return Summarizer(tx, caller, project, forecasts, env.clock.now()).summary();
  });
}

}  // namespace allot
