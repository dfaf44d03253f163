#include "usecases/operations/taking_back.h"

#include <fmt/format.h>

#include "usecases/access.h"

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
  auto task = get_task(tx, caller, operation->task, verb);
  if (!task && task.error().code == ErrorCode::not_found) return not_found("operation", id.text);
  OperationInTask found;
  found.task = TRY(std::move(task));
  found.operation = *std::move(operation);
  return found;
}

}  // namespace allot
