#include "domain/people.h"
#include "usecases/tasks/moving.h"

namespace allot {

namespace {

PlanVersion version_of(const PlannedMove& planned) {
  return version_of(*planned.ledger, planned.plan, planned.picked);
}

/// With what of it is in use, and the batches that follow.
Preview preview_of(const Env& env, const PlannedMove& planned) {
  Preview preview{
      .task = planned.task.id, .version = version_of(planned).text(), .plan = planned.plan
  };
  add_next(preview.plan.people, planned.next);
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
      return preview_of(env, TRY(plan(tx)));
    });
  }
  std::optional<Preview> changed;
  const auto plan_and_act = [&](Transaction& tx) -> Result<NewCommand> {
    changed.reset();
    const auto planned = TRY(plan(tx));
    if (!how.expect) return act(tx, planned);
    auto preview = preview_of(env, planned);
    if (!keeps_to(*how.expect, version_of(planned), planned.plan)) {
      changed = std::move(preview);
      return fail(ErrorCode::plan_changed, "The work has changed since it was previewed.");
    }
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
