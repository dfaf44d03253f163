#include "usecases/access.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/text.h"

namespace allot {

namespace {

/// Which standing an assignment gives its annotator.
Standing held(const Task& task) {
  return task.type == TaskType::qa ? Standing::holds_review : Standing::holds;
}

bool manages(const Caller& caller, const Task& task) {
  return task.owner == caller.user || task.creator == caller.user;
}

void add_held(Standings& standings, const Task& task) {
  standings.add(Standing::holds);
  standings.add(held(task));
}

bool holds_work_in(const Transaction& tx, const Caller& caller, const Task& task) {
  return tx.outside().ledgers().of(task.id)->find(caller.user) != nullptr;
}

/// The tasks, in this dataset or project, that concern the caller without membership.
template <class Keep>
std::vector<Task> own_tasks(const Transaction& tx, const Caller& caller, Keep keep) {
  auto tasks = tx.tasks().concerning(caller.user);
  std::erase_if(tasks, [&](const Task& task) { return !keep(task); });
  return tasks;
}

void add_from_tasks(
    Standings& standings,
    const Transaction& tx,
    const Caller& caller,
    const ProjectId& project,
    const std::vector<Task>& tasks
) {
  if (is_inactive(tx, project, caller.user)) return;
  for (const auto& task : tasks) {
    if (manages(caller, task)) standings.add(Standing::manages_task);
    if (holds_work_in(tx, caller, task)) add_held(standings, task);
  }
}

bool is_archived(const Transaction& tx, const ProjectId& id) {
  const auto project = tx.projects().find(id);
  return !project || project->archived;
}

Standings with_work(
    const Transaction& tx, const Caller& caller, const Task& task, const Membership& membership
) {
  auto standings = membership.standings(caller, task);
  if (!membership.is_inactive() && holds_work_in(tx, caller, task)) add_held(standings, task);
  return standings;
}

}  // namespace

Standings Membership::standings() const {
  Standings standings;
  if (!archived && member && member->active) standings.add(standing_of(member->role));
  return standings;
}

Standings Membership::standings(const Caller& caller, const Task& task) const {
  auto all = standings();
  if (manages(caller, task) && !is_inactive()) all.add(Standing::manages_task);
  return all;
}

Membership membership(const Transaction& tx, const Caller& caller, const ProjectId& project) {
  return {
      .archived = is_archived(tx, project), .member = tx.projects().member(project, caller.user)
  };
}

Unexpected not_found(std::string_view noun, std::string_view id) {
  return fail(
      ErrorCode::not_found,
      fmt::format("There is no {} `{}` that you may see.", noun, printable(id))
  );
}

bool Standings::may(Verb verb) const {
  return std::ranges::any_of(all_standings(), [&](Standing standing) {
    return has(standing) && allot::may(standing, verb);
  });
}

Standings standings_in(const Transaction& tx, const Caller& caller, const ProjectId& project) {
  return membership(tx, caller, project).standings();
}

Standings standings_without_work(const Transaction& tx, const Caller& caller, const Task& task) {
  return membership(tx, caller, task.project).standings(caller, task);
}

Standings standings_for(const Transaction& tx, const Caller& caller, const Task& task) {
  return with_work(tx, caller, task, membership(tx, caller, task.project));
}

Result<Done> require(
    const Standings& standings, Verb verb, std::string_view noun, std::string_view id
) {
  if (standings.none()) return not_found(noun, id);
  if (standings.may(verb)) return Done{};
  return fail(ErrorCode::forbidden, fmt::format("Your role does not allow this on the {}.", noun));
}

Result<Done> require(const Caller& caller, Verb verb) {
  if (may(caller.org_role, verb)) return Done{};
  return fail(ErrorCode::forbidden, "Your role in the organisation does not allow this.");
}

Result<Done> require_account(const Transaction& tx, const Caller& caller) {
  const auto user = tx.outside().users().find(caller.user);
  if (!user || user->state != UserState::disabled) return Done{};
  return fail(ErrorCode::unauthorized, "The account was disabled.");
}

Result<Done> require_sign_in(const Transaction& tx, const Caller& caller) {
  TRY(require_account(tx, caller));
  if (caller.session.empty()) return Done{};  // the server itself, or a test
  const auto session = tx.outside().sessions().find({caller.session});
  if (session && !session->revoked) return Done{};
  const auto key = tx.outside().api_keys().find({caller.session});
  if (key && !key->revoked_at) return Done{};
  return fail(ErrorCode::unauthorized, "The sign-in has ended.");
}

Result<Project> get_project(
    const Transaction& tx, const Caller& caller, const ProjectId& id, Verb verb
) {
  const auto project = tx.projects().find(id);
  if (!project || project->archived) return not_found("project", id.text);
  auto standings = standings_in(tx, caller, id);
  if (!standings.may(verb)) {
    const auto own = own_tasks(tx, caller, [&](const Task& task) { return task.project == id; });
    add_from_tasks(standings, tx, caller, id, own);
  }
  TRY(require(standings, verb, "project", id.text));
  return *project;
}

Result<Dataset> get_dataset(
    const Transaction& tx, const Caller& caller, const DatasetId& id, Verb verb
) {
  const auto dataset = tx.datasets().find(id);
  if (!dataset || is_archived(tx, dataset->project)) return not_found("dataset", id.text);
  auto standings = standings_in(tx, caller, dataset->project);
  if (!standings.may(verb)) {
    const auto own = own_tasks(tx, caller, [&](const Task& task) { return task.dataset == id; });
    add_from_tasks(standings, tx, caller, dataset->project, own);
  }
  TRY(require(standings, verb, "dataset", id.text));
  return *dataset;
}

Result<TaskAccess> access_task(
    const Transaction& tx, const Caller& caller, const TaskId& id, Verb verb
) {
  auto task = tx.tasks().find(id);
  if (!task) return not_found("task", id.text);
  const auto meeting = membership(tx, caller, task->project);
  if (meeting.archived) return not_found("task", id.text);
  const auto standings = with_work(tx, caller, *task, meeting);
  // Annotators see their own tasks only: another does not exist for them.
  if (!standings.may(Verb::see_task)) return not_found("task", id.text);
  TRY(require(standings, verb, "task", id.text));
  return TaskAccess{
      .task = *std::move(task), .standings = standings, .is_inactive = meeting.is_inactive()
  };
}

Result<Task> get_task(const Transaction& tx, const Caller& caller, const TaskId& id, Verb verb) {
  return std::move(TRY(access_task(tx, caller, id, verb)).task);
}

Result<AssignmentInTask> get_assignment(
    const Transaction& tx, const Caller& caller, const AssignmentId& id, Verb verb
) {
  auto assignment = tx.assignments().find(id);
  if (!assignment || assignment->kind != ShareKind::normal) return not_found("assignment", id.text);
  auto task = tx.tasks().find(assignment->task);
  CHECK(task.has_value());
  const auto meeting = membership(tx, caller, task->project);
  if (meeting.archived) return not_found("assignment", id.text);
  auto standings = meeting.standings(caller, *task);
  const bool is_own = assignment->annotator == caller.user && !meeting.is_inactive();
  if (is_own) add_held(standings, *task);
  // Colleagues see only their own assignments (B-171): another's does not exist for them.
  if (!standings.may(Verb::see_assignment)) return not_found("assignment", id.text);
  TRY(require(standings, verb, "assignment", id.text));
  return AssignmentInTask{
      .assignment = *std::move(assignment),
      .task = *std::move(task),
      .standings = standings,
      .is_inactive = meeting.is_inactive()
  };
}

Result<std::optional<ItemSet>> visible_items(
    const Transaction& tx, const Caller& caller, const Dataset& dataset
) {
  if (is_archived(tx, dataset.project)) return not_found("dataset", dataset.id.text);
  const auto standings = standings_in(tx, caller, dataset.project);
  if (standings.may(Verb::see_data)) return std::optional<ItemSet>{};
  const auto own =
      own_tasks(tx, caller, [&](const Task& task) { return task.dataset == dataset.id; });
  const bool may_act = !is_inactive(tx, dataset.project, caller.user);
  if (standings.none() && (own.empty() || !may_act)) return not_found("dataset", dataset.id.text);
  ItemSet visible;
  for (const auto& task : own) {
    if (!may_act) break;
    const auto ledger = tx.ledgers().of(task.id);
    if (manages(caller, task)) {
      visible |= ledger->members;
    } else if (const auto* share = ledger->find(caller.user)) {
      visible |= share->items();
    }
  }
  return std::optional(std::move(visible));
}

namespace {

/// As `visible_items`, of one: only the tasks that have it are looked at.
bool sees_item(
    const Transaction& tx, const Caller& caller, const Dataset& dataset, Ordinal ordinal
) {
  const auto meeting = membership(tx, caller, dataset.project);
  if (meeting.archived) return false;
  if (meeting.standings().may(Verb::see_data)) return true;
  if (meeting.is_inactive()) return false;
  const auto works = tx.ledgers().holding(dataset.id, ItemSet{ordinal});
  return std::ranges::any_of(works, [&](const TaskWork& work) {
    const auto* share = work.ledger->find(caller.user);
    if (share != nullptr && share->holds(ordinal)) return true;
    const auto task = tx.tasks().find(work.task);
    return task && manages(caller, *task);
  });
}

}  // namespace

Result<Item> get_item(const Transaction& tx, const Caller& caller, const ItemId& id) {
  const auto item = tx.items().find(id);
  if (!item) return not_found("item", id.text);
  const auto dataset = tx.datasets().find(item->dataset);
  CHECK(dataset.has_value());
  if (!sees_item(tx, caller, *dataset, item->ordinal)) return not_found("item", id.text);
  return *item;
}

std::vector<ProjectId> projects_of(const Transaction& tx, const Caller& caller) {
  std::vector<ProjectId> ids;
  for (const auto& project : tx.projects().of_member(caller.user)) {
    if (!project.archived) ids.push_back(project.id);
  }
  return ids;
}

bool is_inactive(const Transaction& tx, const ProjectId& project, const UserId& person) {
  const auto member = tx.projects().member(project, person);
  return member && !member->active;
}

std::optional<UserId> find_inactive(
    const Transaction& tx, const ProjectId& project, std::span<const UserId> people
) {
  constexpr std::size_t few = 100;
  const bool are_few = people.size() <= few;
  const auto removed = are_few ? std::vector<UserId>{} : tx.projects().removed_members(project);
  const std::unordered_set<UserId> inactive(removed.begin(), removed.end());
  const auto found = std::ranges::find_if(people, [&](const UserId& person) {
    return are_few ? is_inactive(tx, project, person) : inactive.contains(person);
  });
  return found == people.end() ? std::optional<UserId>{} : std::optional(*found);
}

}  // namespace allot
