#include "usecases/tasks/moving.h"

#include <algorithm>
#include <unordered_map>

#include "domain/people.h"
#include "json/text.h"
#include "usecases/tasks/idle_time.h"
#include "usecases/tasks/naming.h"
#include "usecases/tasks/note_pace.h"
#include "usecases/tasks/telling.h"

namespace allot {

namespace {

/// Without a look at each: nobody's name begins as theirs do. One that comes back has its own.
bool are_names_free(const Transaction& tx, const Task& task, const std::vector<Assignment>& made) {
  const auto start = start_of_names(task);
  const auto begins_so = [&](const Assignment& one) { return one.name.starts_with(start); };
  return std::ranges::all_of(made, begins_so) &&
         !tx.assignments().may_be_named(task.project, start);
}

/// Adds them with the ledger in which they have what they hold.
void add_assignments(
    Transaction& tx, const Task& task, const std::vector<Assignment>& made, const Ledger& ledger
) {
  if (made.empty()) {
    tx.ledgers().put(task.id, ledger);
  } else if (are_names_free(tx, task, made)) {
    tx.assignments().add_all(made, ledger);
  } else {
    auto named = made;
    find_free_names(tx, task, named);
    tx.assignments().add_all(named, ledger);
  }
}

std::vector<AssignmentId> ids_of(const std::vector<Assignment>& assignments) {
  std::vector<AssignmentId> ids;
  ids.reserve(assignments.size());
  for (const auto& assignment : assignments) ids.push_back(assignment.id);
  return ids;
}

/// In these tasks empty assignments stay (B-102).
bool keeps_empty_assignments(const Task& task) {
  return json::string_member(task.user_metadata, "type") == "batchNode";
}

/// How many items a holder gave and got.
struct Flow {
  std::uint64_t gave = 0;
  std::uint64_t got = 0;
};

using Flows = std::unordered_map<UserId, Flow>;

/// Of the people in a plan.
Flows flows_of(const Plan& plan) {
  Flows flows;
  const auto is_person = [](const Holder& holder) { return holder.place == Holder::Place::person; };
  for (const auto& handover : plan.handovers) {
    if (is_person(handover.from)) flows[handover.from.person].gave += handover.size();
    if (is_person(handover.to)) flows[handover.to.person].got += handover.size();
  }
  return flows;
}

/// The shares of those who give or get and are in the ledger, in its order.
std::vector<const Share*> shares_of(const Flows& flows, const Ledger& ledger) {
  std::vector<const Share*> shares;
  if (ledger.shares.empty()) return shares;
  for (const auto& [person, flow] : flows) {
    if (const auto* share = ledger.find(person)) shares.push_back(share);
  }
  // Assignments are numbered in the order in which they were made.
  std::ranges::sort(shares, {}, &Share::assignment);
  return shares;
}

/// In a pulling task an emptied assignment stays while it waits for its next batch, or is what is
/// left of a contributor who was removed (B-101, B-055). One that was handed over whole goes.
bool waits_or_is_locked(
    const Task& task, MoveKind kind, const Ledger& ledger, const UserId& person
) {
  if (!task.pulling) return false;
  if (task.pulling->locks(person)) return true;
  const bool handed_over = kind == MoveKind::reassign || kind == MoveKind::delete_assignment;
  return !handed_over && !ledger.queue.empty() && task.pulling->allows(person);
}

/// Takes the shares out that the plan left without items, with their assignments (B-101): who was
/// there before and gave. Returns these.
std::vector<Assignment> drop_emptied(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    MoveKind kind,
    const Flows& flows,
    const Ledger& before,
    Ledger& ledger
) {
  std::vector<Assignment> emptied;
  if (keeps_empty_assignments(task)) return emptied;
  std::vector<AssignmentId> dropped;
  for (const auto* share : shares_of(flows, before)) {
    if (!ledger.find(share->assignment)->empty()) continue;
    if (waits_or_is_locked(task, kind, ledger, share->annotator)) continue;
    if (auto row = tx.assignments().find(share->assignment)) emptied.push_back(*std::move(row));
    tx.assignments().remove(share->assignment);
    ledger.shares.erase(share->assignment);
    dropped.push_back(share->assignment);
  }
  note_assignments(env, tx, caller, task, Act::deleted, dropped);
  return emptied;
}

/// Items from outside of the task.
std::uint64_t came_with(const Plan& plan) {
  std::uint64_t came = 0;
  for (const auto& handover : plan.handovers) {
    if (handover.from.place == Holder::Place::outside) came += handover.size();
  }
  return came;
}

/// Tells both sides of a hand-over in the assignments that they had before and keep (B-213), and
/// the task of items that came into it. Assignments that were made or dropped have their own words.
void note_handovers(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Plan& plan,
    const Flows& flows,
    const Ledger& before,
    const Ledger& after
) {
  for (const auto* share : shares_of(flows, before)) {
    if (after.find(share->assignment) == nullptr) continue;
    const auto& flow = flows.at(share->annotator);
    Handed handed{.assignment = share->assignment, .gave = flow.gave, .got = flow.got};
    tell(env, tx, caller, task, std::move(handed));
  }
  const auto came = came_with(plan);
  if (came > 0) tell(env, tx, caller, task, ItemsCame{.count = came});
}

/// Where idle items go back, who got some has the whole time for them.
void note_receipt(
    const Env& env, Transaction& tx, const Task& task, const Flows& flows, const Ledger& after
) {
  if (!task.pulling || !task.pulling->idle) return;
  for (const auto* share : shares_of(flows, after)) {
    if (flows.at(share->annotator).got > 0) begin_idle_time(env, tx, task, share->assignment);
  }
}

/// What has gone to somebody else is not on the giver's screen any more.
void free_moved(Env& env, const Task& task, const Plan& plan) {
  if (env.in_use.of(task.dataset, task.id).empty()) return;
  for (const auto& handover : plan.handovers) {
    if (handover.from.place == Holder::Place::outside) continue;
    env.in_use.end(task.dataset, task.id, handover.items());
  }
}

}  // namespace

Moved carry_out(
    Env& env, Transaction& tx, const Caller& caller, const PlannedMove& move, const Manner& manner
) {
  return carry_out(env, tx, caller, move.task, *move.ledger, move.plan, manner);
}

PreparedMove prepare_move(
    Env& env,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    Plan plan,
    const Manner& manner
) {
  const auto now = env.clock.now();
  PreparedMove prepared;
  NewAssignments ids;
  const auto start = start_of_names(task);
  std::unordered_map<UserId, const Assignment*> returning;
  for (const auto& one : manner.returning) returning[one.annotator] = &one;
  for (const auto& person : plan.newcomers(before)) {
    if (const auto had = returning.find(person); had != returning.end()) {
      prepared.assignments.push_back(*had->second);
    } else {
      const auto& like = manner.like;
      prepared.assignments.push_back(
          {.id = env.ids.next<AssignmentId>(),
           .task = task.id,
           .project = task.project,
           .dataset = task.dataset,
           .name = plain_name(start, person),
           .annotator = person,
           // What the server offers it makes by itself, whoever made room for it.
           .updated_by = plan.kind == MoveKind::batch ? UserId{} : caller.user,
           .is_default = like && like->is_default,
           .user_metadata = like ? like->user_metadata : "{}",
           .created_at = now,
           .updated_at = now}
      );
    }
    ids[person] = prepared.assignments.back().id;
  }
  prepared.ledger = applied(before, plan, ids);
  for (auto& person : plan.people) {
    const auto made = ids.find(person.person);
    if (person.assignment.empty() && made != ids.end()) person.assignment = made->second;
  }
  prepared.operation = {
      .id = env.ids.next<OperationId>(),
      .task = task.id,
      .by = caller.user,
      .at = now,
      .plan = std::move(plan),
      .undo_of = manner.undo_of,
      .emptied = {},
      .came = manner.came,
      .went = manner.went
  };
  return prepared;
}

Moved carry_out(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const PreparedMove& prepared
) {
  const auto& plan = prepared.operation.plan;
  Moved moved{.operation = prepared.operation.id, .ledger = prepared.ledger};
  // Nobody gives or gets in a task where nobody is.
  const auto flows = before.shares.empty() ? Flows{} : flows_of(plan);
  note_assignments(env, tx, caller, task, Act::created, ids_of(prepared.assignments));
  auto operation = prepared.operation;
  operation.emptied = drop_emptied(env, tx, caller, task, plan.kind, flows, before, moved.ledger);
  add_assignments(tx, task, prepared.assignments, moved.ledger);
  tx.operations().record(operation);
  free_moved(env, task, plan);
  note_receipt(env, tx, task, flows, moved.ledger);
  note_move(env, tx, caller, task, before, moved.ledger);
  if (const auto items = plan.total(); items > 0) {
    tell(env, tx, caller, task, WorkMoved{.operation = moved.operation, .items = items});
  }
  note_handovers(env, tx, caller, task, plan, flows, before, moved.ledger);
  note_status_change(
      env, tx, caller, task, status_of(tx, task, before), status_of(tx, task, moved.ledger)
  );
  return moved;
}

Moved carry_out(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const Plan& plan,
    const Manner& manner
) {
  const auto prepared = prepare_move(env, caller, task, before, plan, manner);
  return carry_out(env, tx, caller, task, before, prepared);
}

}  // namespace allot
