#include "usecases/operations/taking_back.h"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

#include "domain/people.h"
#include "usecases/tasks/batches.h"
#include "usecases/tasks/movable.h"
#include "usecases/tasks/moving.h"

namespace allot {

namespace {

bool moved_handled(const Plan& plan) {
  for (const auto& handover : plan.handovers) {
    if (!handover.by_status.empty()) return true;
  }
  return false;
}

std::string_view sentence_of(MoveKind kind) {
  switch (kind) {
    case MoveKind::create: return "The making of a task cannot be undone; delete the task instead.";
    case MoveKind::remove: return "Removing items cannot be undone; add them again instead.";
    case MoveKind::delete_assignment: return "The deletion of an assignment cannot be undone.";
    case MoveKind::delete_task: return "The deletion of a task cannot be undone.";
    case MoveKind::batch: return "A batch that was loaded cannot be undone; clear it instead.";
    case MoveKind::clear: return "Clearing a batch cannot be undone.";
    case MoveKind::idle: return "What went back to the queue for idleness cannot be undone.";
    case MoveKind::add:
    case MoveKind::redistribute:
    case MoveKind::reassign:
    case MoveKind::contributors:
    case MoveKind::undo: return "";
  }
  return "";
}

/// Those of the people who are contributors of the pulling task now, or who are not.
std::vector<UserId> who_contributes(
    const Task& task, const std::vector<UserId>& people, bool contributes
) {
  std::vector<UserId> who;
  if (people.empty()) return who;
  const auto& allowed = task.pulling->allowed;
  const std::unordered_set<UserId> contributors(allowed.begin(), allowed.end());
  for (const auto& person : people) {
    if (contributors.contains(person) == contributes) who.push_back(person);
  }
  return who;
}

/// Who gets items, each once.
std::vector<UserId> receivers_of(const Plan& plan) {
  std::vector<UserId> receivers;
  std::unordered_set<UserId> seen;
  for (const auto& handover : plan.handovers) {
    if (handover.to.place != Holder::Place::person) continue;
    if (seen.insert(handover.to.person).second) receivers.push_back(handover.to.person);
  }
  return receivers;
}

/// Who gets open ones.
std::vector<UserId> receivers_of_open(const Plan& plan) {
  std::vector<UserId> receivers;
  for (const auto& handover : plan.handovers) {
    if (handover.to.place != Holder::Place::person || handover.open.empty()) continue;
    receivers.push_back(handover.to.person);
  }
  return receivers;
}

/// Errors: conflict (somebody who would get items was removed from the project, or would get open
/// ones, was removed from the contributors, and is not among who comes back).
Result<Done> require_receivers(const Transaction& tx, const Task& task, const TakingBack& back) {
  const auto& plan = back.undo.plan;
  if (const auto removed = find_inactive(tx, task.project, receivers_of(plan))) {
    return fail(
        ErrorCode::conflict,
        fmt::format("{} was removed from the project and cannot get items back.", removed->text)
    );
  }
  if (const auto locked = find_locked(task, receivers_of_open(plan), back.come)) {
    return fail(
        ErrorCode::conflict,
        fmt::format(
            "{} was removed from the task's contributors and cannot get open items back.",
            locked->text
        )
    );
  }
  return Done{};
}

/// Errors: not_undoable (it would change nothing, so it is not to use the one undo up, B-296).
Result<Done> require_effect(
    const Transaction& tx, const Task& task, const Operation& operation, const TakingBack& back
) {
  const auto& plan = back.undo.plan;
  if (plan.total() > 0 || back.changes_terms()) return Done{};
  const auto refuse = [](std::string why) { return fail(ErrorCode::not_undoable, std::move(why)); };
  const auto were = who_contributes(task, operation.went, false);
  if (const auto removed = find_inactive(tx, task.project, were)) {
    return refuse(fmt::format(
        "{} was removed from the project and cannot be a contributor again.", removed->text
    ));
  }
  if (operation.plan.total() == 0) return refuse("It moved nothing.");
  if (plan.left.in_use == 0) return refuse("Nothing of it is untouched.");
  const bool is_all = plan.left.handled + plan.left.not_matching == 0;
  return refuse(
      is_all ? "All of it is on somebody's screen."
             : "What is untouched of it is on somebody's screen."
  );
}

/// Of those who go: who has nothing open then, and past work or an assignment that was empty
/// before (B-295). Whose assignment the undo empties loses it, and who holds more finishes that.
std::vector<UserId> who_is_locked(const Ledger& ledger, const TakingBack& back) {
  std::vector<UserId> locked;
  for (const auto& person : back.go) {
    const auto* share = ledger.find(person);
    if (share == nullptr || open_after(back.undo.plan, ledger, person) > 0) continue;
    const bool is_emptied = share->by_status.empty() && !share->open.empty();
    if (!is_emptied) locked.push_back(person);
  }
  return locked;
}

/// Whom the undo gives an old assignment has it in the plan.
void name_returning(Plan& plan, const Operation& operation) {
  if (operation.emptied.empty()) return;
  std::unordered_map<UserId, AssignmentId> had;
  for (const auto& one : operation.emptied) had.try_emplace(one.annotator, one.id);
  for (auto& person : plan.people) {
    if (!person.assignment.empty()) continue;
    const auto old = had.find(person.person);
    if (old != had.end()) person.assignment = old->second;
  }
}

}  // namespace

SeenSince seen_since(const Transaction& tx, const Task& task, const Operation& operation) {
  const auto& after = operation.after.value();
  SeenSince seen{
      .annotated = tx.operations().annotated_since(task.dataset, after),
      .restated = {},
      .moment = tx.operations().moment()
  };
  // Items that moved open are told by the ledger.
  if (moved_handled(operation.plan)) seen.restated = tx.operations().restated_since(task.id, after);
  return seen;
}

Since until_now(const Transaction& tx, const Task& task, SeenSince seen) {
  seen.annotated |= tx.operations().annotated_since(task.dataset, seen.moment);
  seen.restated |= tx.operations().restated_since(task.id, seen.moment);
  return {
      .live = tx.datasets().sets(task.dataset).live,
      .annotated = std::move(seen.annotated),
      .restated = std::move(seen.restated)
  };
}

SinceEach::SinceEach(const Transaction& tx, const Task& task)
    : tx_(tx), task_(task), live_(tx.datasets().sets(task.dataset).live) {}

Since SinceEach::since(const Operation& operation) {
  const auto& log = tx_.operations();
  const auto& after = operation.after.value();
  annotated_ |= annotated_from_ ? log.annotated_between(task_.dataset, after, *annotated_from_)
                                : log.annotated_since(task_.dataset, after);
  annotated_from_ = after;
  Since since{.live = live_, .annotated = annotated_, .restated = {}};
  if (!moved_handled(operation.plan)) return since;
  restated_ |= restated_from_ ? log.restated_between(task_.id, after, *restated_from_)
                              : log.restated_since(task_.id, after);
  restated_from_ = after;
  since.restated = restated_;
  return since;
}

std::string why_not_undoable(const Operation& operation) {
  if (!is_undoable(operation.plan.kind)) return std::string(sentence_of(operation.plan.kind));
  if (!operation.undone_by.empty()) return "It was undone already.";
  if (!operation.after) return "It was made before this server could undo.";
  return {};
}

Result<OperationInTask> get_operation(
    const Transaction& tx, const Caller& caller, const OperationId& id, Verb verb
) {
  auto operation = tx.operations().find(id);
  if (!operation) return not_found("operation", id.text);
  auto access = access_task(tx, caller, operation->task, verb);
  if (!access && access.error().code == ErrorCode::not_found) {
    return not_found("operation", id.text);
  }
  auto task = TRY(std::move(access));
  return OperationInTask{
      .operation = *std::move(operation), .task = std::move(task.task), .standings = task.standings
  };
}

Result<TakingBack> plan_taking_back(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& ledger,
    const Operation& operation,
    const Since& since,
    const MoveOptions& how
) {
  TRY(require_allows(task, TaskAct::move_work));
  TakingBack back{
      .undo = {},
      .come = who_contributes(task, operation.went, false),
      .go = who_contributes(task, operation.came, true),
      .locked = {}
  };
  drop_removed_members(tx, task.project, back.come);
  const auto in_use = kept_in_use(env, task, how);
  back.undo = plan_undo(ledger, operation.plan, since, in_use);
  back.locked = who_is_locked(ledger, back);
  TRY(require_receivers(tx, task, back));
  TRY(require_effect(tx, task, operation, back));
  name_returning(back.undo.plan, operation);
  return back;
}

}  // namespace allot
