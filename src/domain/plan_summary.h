#pragma once

#include <string>
#include <vector>

#include "domain/plan.h"

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
  bool operator==(const PlanSummary&) const = default;
};

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
      .left = plan.left
  };
}

}  // namespace allot
