#include "domain/people.h"
#include "usecases/access.h"
#include "usecases/tasks/moving.h"
#include "usecases/tasks/read.h"

namespace allot {

namespace {

PlanVersion version_of(const PlannedMove& planned) {
  return version_of(*planned.ledger, planned.plan, planned.picked);
}

bool keeps_to(const MoveOptions& how, const PlannedMove& planned) {
  return !how.expect || keeps_to(*how.expect, version_of(planned), planned.plan);
}

/// It leaves something to take back, and nobody gives who could get nothing back (B-147).
bool would_be_undoable(const Transaction& tx, const PlannedMove& planned) {
  const auto& plan = planned.plan;
  if (!is_undoable(plan.kind)) return false;
  if (plan.total() == 0) return planned.changes_terms;
  return !find_inactive(tx, planned.task.project, givers_of(plan));
}

/// With what of it is in use, and the batches that follow; of these who sees own work alone is told
/// of themself (B-171).
Preview preview_of(
    const Env& env, const Transaction& tx, const Caller& caller, const PlannedMove& planned
) {
  Preview preview{
      .task = planned.task.id,
      .version = version_of(planned).text(),
      .plan = planned.plan,
      .undoable = would_be_undoable(tx, planned)
  };
  add_next(preview.plan.people, planned.next);
  if (!sees_all_assignments(tx, caller, planned.task)) {
    std::erase_if(preview.plan.people, [&](const PersonPlan& person) {
      return person.person != caller.user;
    });
  }
  const auto in_use = env.in_use.of(planned.task.dataset, planned.task.id);
  for (auto& person : preview.plan.people) {
    const auto* share = planned.ledger->find(person.person);
    if (share != nullptr) person.in_use = share->open.intersection_size(in_use);
  }
  return preview;
}

}  // namespace

Result<Outcome> move_work(
    Env& env,
    Where where,
    const Caller& caller,
    const MoveOptions& how,
    FunctionRef<Result<PlannedMove>(const Transaction&)> plan,
    FunctionRef<Result<NewCommand>(Transaction&, const PlannedMove&)> act,
    JobKind kind
) {
  if (how.dry_run) {
    return read(env.store, [&](const Transaction& tx) -> Result<Outcome> {
      const auto planned = TRY(plan(tx));
      auto preview = preview_of(env, tx, caller, planned);
      if (!keeps_to(how, planned)) return Outcome{PlanChanged{std::move(preview)}};
      if (planned.refusal) return Unexpected{*planned.refusal};
      return Outcome{std::move(preview)};
    });
  }
  std::optional<Preview> changed;
  const auto plan_and_act = [&](Transaction& tx) -> Result<NewCommand> {
    changed.reset();
    const auto planned = TRY(plan(tx));
    if (!how.expect) return act(tx, planned);
    auto preview = preview_of(env, tx, caller, planned);
    if (!keeps_to(how, planned)) {
      changed = std::move(preview);
      return fail(ErrorCode::plan_changed, "The work has changed since it was previewed.");
    }
    if (planned.refusal) return Unexpected{*planned.refusal};
    auto made = TRY(act(tx, planned));
    made.plan = summary_of(preview);
    return made;
  };
  auto command = write_command(env, where, caller, plan_and_act, kind);
  if (command) return Outcome{*std::move(command)};
  if (changed) return Outcome{PlanChanged{*std::move(changed)}};
  return Unexpected{std::move(command).error()};
}

}  // namespace allot
