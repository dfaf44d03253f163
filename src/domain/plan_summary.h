#pragma once

#include <string>
#include <vector>

#include "domain/plan.h"
#include "domain/undo.h"

namespace allot {

/// The numbers of a plan, without its sets: what a preview shows and a command remembers.
struct PlanSummary {
  MoveKind kind = MoveKind::create;
  TaskId task;          // empty: the task would be new
  AssignmentId source;  // empty: of no single assignment
  std::string version;  // names what it was made on
  std::uint64_t total = 0;
  std::vector<PersonPlan> people;
  LeftBehind left;
  bool undoable = false;  // done so, an undo could take it back
  bool operator==(const PlanSummary&) const = default;
};

/// Where no more is known than the plan: one that moves nothing leaves nothing to undo.
[[nodiscard]] inline PlanSummary summary_of(
    const Plan& plan, const TaskId& task, std::string version
) {
  return {
      .kind = plan.kind,
      .task = task,
      .source = plan.source,
      .version = std::move(version),
      .total = plan.total(),
      .people = plan.people,
      .left = plan.left,
      .undoable = is_undoable(plan.kind) && plan.total() > 0
  };
}

}  // namespace allot
