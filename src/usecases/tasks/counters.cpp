#include "usecases/tasks/counters.h"

#include <set>

#include "usecases/access.h"
#include "usecases/tasks/read.h"

namespace allot {

namespace {

constexpr std::string_view default_actions =
    R"([{"action":"completed","displayName":"Completed","color":"#1b7f4b"},)"
    R"({"action":"approved","displayName":"Approved","color":"#0b7285"},)"
    R"({"action":"discard","displayName":"Discarded","color":"#626c79"}])";

/// All assignments of an open task.
void add_task(OpenWork& work, const TaskView& view) {
  ++work.tasks;
  work.issues += view.counts.issues;
  work.reviews += view.counts.for_review;
  for (const auto& share : view.ledger->shares) {
    if (share.kind != ShareKind::normal || share.open.empty()) continue;
    if (!view.only_of || share.annotator == *view.only_of) ++work.assignments;
  }
}

/// Those of these people, with their items.
void add_people(
    OpenWork& work, const Transaction& tx, const TaskView& view, const std::set<UserId>& people
) {
  const auto sets = tx.datasets().sets(view.task.dataset);
  bool touched = false;
  for (const auto& person : people) {
    if (view.only_of && person != *view.only_of) continue;
    const auto* share = view.ledger->find(person);
    if (share == nullptr) continue;
    touched = true;
    const auto counts = count(*share, sets.issue, sets.for_review);
    if (counts.remaining() > 0) ++work.assignments;
    work.issues += counts.issues;
    work.reviews += counts.for_review;
  }
  if (touched) ++work.tasks;
}

}  // namespace

Result<OpenWork> count_open_work(
    Env& env, const Caller& caller, const ProjectId& project, std::span<const UserId> people
) {
  return read(env.store, [&](const Transaction& tx) -> Result<OpenWork> {
    TRY(get_project(tx, caller, project, Verb::see_project));
    const std::set<UserId> asked(people.begin(), people.end());
    OpenWork work;
    for (const auto& view : list_tasks(tx, caller, {&project, 1})) {
      if (view.status != TaskStatus::open) continue;
      if (asked.empty()) {
        add_task(work, view);
      } else {
        add_people(work, tx, view, asked);
      }
    }
    return work;
  });
}

Result<std::vector<std::string>> list_actions(
    Env& env, const Caller& caller, const ProjectId& project, const DatasetId& dataset
) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::vector<std::string>> {
    const auto found = TRY(get_dataset(tx, caller, dataset, Verb::see_project));
    if (found.project != project) {
      return fail(ErrorCode::not_found, "There is no such dataset in this project.");
    }
    std::vector<std::string> lists{std::string(default_actions)};
    for (const auto& task : tx.tasks().of_dataset(dataset)) {
      if (task.available_actions.empty()) continue;
      if (!standings_for(tx, caller, task).may(Verb::see_task)) continue;
      lists.push_back(task.available_actions);
    }
    return lists;
  });
}

}  // namespace allot
