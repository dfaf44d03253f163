#include "usecases/tasks/add_items.h"

#include <span>

#include "domain/people.h"
#include "usecases/access.h"
#include "usecases/items/matching.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"
#include "usecases/tasks/contributors.h"

namespace allot {

namespace {

/// What the query picks, on a reader's snapshot: filters never run on the writer.
Result<Picked> pick(Env& env, const Caller& caller, const AddItems& input) {
  return read(env.store, [&](const Transaction& tx) -> Result<Picked> {
    const auto task = TRY(get_task(tx, caller, input.task, Verb::move_work));
    auto picked = TRY(pick_items(tx, caller, task.dataset, input.query));
    if (input.limit) picked.selection = picked.selection.limited(*input.limit);
    return picked;
  });
}

Result<std::vector<Load>> people(
    const Transaction& tx, const Task& task, const Ledger& ledger, const AddItems& input
) {
  if (!input.loads.empty()) return receivers(tx, task, input.loads);
  auto present = present_people(ledger);
  std::erase_if(present, [&](const Load& load) {
    return is_inactive(tx, task.project, load.assignee);
  });
  if (present.empty()) {
    return invalid_field(
        "workload",
        "is missing: nobody in the task could get the items",
        "Nobody in the task could get the items; name people in `workload`."
    );
  }
  return present;
}

Result<Plan> plan_add(
    const Transaction& tx,
    const Task& task,
    const Ledger& ledger,
    const Selection& selection,
    const AddItems& input
) {
  const auto loads = TRY(people(tx, task, ledger, input));
  return plan_addition(ledger, selection, loads, MoveKind::add);
}

/// Whom an addition to a pulling task is about.
struct Queued {
  Arrivals named;              // a workload brings new people in and nothing else (B-038)
  std::vector<UserId> others;  // who else has room, named or not (B-053)

  [[nodiscard]] std::span<const UserId> others_now() const { return served_now(others); }
};

/// Who comes has a first batch by the same move, and others with room have theirs: so an undo takes
/// what was added wherever the addition put it (B-292).
Result<Plan> plan_queue(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Ledger& ledger,
    const Selection& selection,
    const AddItems& input,
    Queued& who
) {
  TRY(require_parts(input.loads));
  TRY(require_active(tx, task.project, input.loads, "workload"));
  who.named = arrivals(env, tx, task, ledger, people_of(input.loads));
  auto terms = *task.pulling;
  terms.add(who.named.coming);
  who.others = who_has_room(task, ledger, terms, who.named.first);
  const auto now = who.others_now();
  const auto others = who_may_pull(tx, task, {now.begin(), now.end()}, env.clock.now());
  return plan_queueing(ledger, selection, terms, who.named.served, others);
}

Moved queue(
    Env& env, Transaction& tx, const Caller& caller, const PlannedMove& move, const Queued& who
) {
  auto task = move.task;
  auto moved = take_in(env, tx, caller, task, *move.ledger, move.plan, who.named);
  if (!moved.ledger.queue.empty()) {
    leave_for_later(tx, task, std::span(who.others).subspan(who.others_now().size()));
  }
  return moved;
}

Result<Outcome> pick_and_add(
    Env& env, const Caller& caller, const AddItems& input, LookAgain look
) {
  const auto picked = TRY(pick(env, caller, input));
  Queued who;
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    auto task = TRY(get_task(tx, caller, input.task, Verb::move_work));
    TRY(require_allows(task, TaskAct::move_work));
    auto ledger = tx.ledgers().of(task.id);
    const auto selection = TRY(still_picked(tx, picked, look));
    auto decided =
        TRY(task.pulling ? plan_queue(env, tx, task, *ledger, selection, input, who)
                         : plan_add(tx, task, *ledger, selection, input));
    return PlannedMove{
        .task = std::move(task),
        .ledger = std::move(ledger),
        .plan = std::move(decided),
        .picked = input.how.needs_version() ? digest_of(selection) : 0,
        .changes_terms = !who.named.coming.empty()
    };
  };
  return move_work(
      env,
      scope_of(input.task),
      caller,
      input.how,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        const auto moved = move.task.pulling ? queue(env, tx, caller, move, who)
                                             : carry_out(env, tx, caller, move);
        return NewCommand{
            .project = move.task.project,
            .result =
                ItemsAdded{
                    .payload = input.payload, .task = move.task.id, .operation = moved.operation
                }
        };
      }
  );
}

}  // namespace

Result<Outcome> add_items(Env& env, const Caller& caller, const AddItems& input) {
  return match_and_change([&](LookAgain look) { return pick_and_add(env, caller, input, look); });
}

}  // namespace allot
