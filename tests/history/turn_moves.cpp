// Moves of the model: the domain's plans, carried out on the board.

#include <algorithm>
#include <set>
#include <utility>

#include "domain/people.h"
#include "turn.h"

namespace allot::history {

namespace {

std::set<UserId> people_of(const Plan& plan) {
  std::set<UserId> people;
  for (const auto& handover : plan.handovers) {
    people.insert(handover.from.person);
    people.insert(handover.to.person);
  }
  return people;
}

/// Emptied assignments stay while they wait for a batch, or are what is left of a contributor.
bool waits_or_is_locked(const Board::Work& work, MoveKind kind, const UserId& person) {
  if (!work.pulling) return false;
  if (work.pulling->locks(person)) return true;
  const bool handed_over = kind == MoveKind::reassign || kind == MoveKind::delete_assignment;
  return !handed_over && !work.ledger.queue.empty() && work.pulling->allows(person);
}

}  // namespace

void Turn::create_task() {
  const auto id = told_.created.empty() ? TaskId{"unnamed"} : told_.created;
  answer_.created = id;
  auto& work = board_.tasks[id];
  work.pulling = call_.pulling;
  if (work.pulling) {
    const auto& terms = *work.pulling;
    move(work, plan_pulling_start(live_items(), terms.allowed, terms.batch_size));
  } else {
    move(work, plan_addition({}, live_items(), loads(), MoveKind::create));
  }
}

void Turn::delete_task() {
  auto* work = find_task();
  if (work == nullptr) return refuse(ErrorCode::not_found);
  const auto plan = plan_task_deletion(work->ledger);
  if (!goes_on(*work, plan)) return;
  move(*work, plan);
  board_.tasks.erase(call_.task);
}

void Turn::set_dismissed(bool dismissed) {
  auto* work = find_task();
  if (work == nullptr) return refuse(ErrorCode::not_found);
  const bool reopens = std::exchange(work->dismissed, dismissed);
  if (reopens) offer(*work, {});  // nothing, when it stays dismissed
}

void Turn::add() {
  auto* work = task_to_move();
  if (work == nullptr) return;
  if (work->pulling) return add_to_queue(*work);
  const auto people = call_.loads.empty() ? present_people(work->ledger) : loads();
  if (people.empty()) return refuse(ErrorCode::invalid);  // B-038
  const auto plan = plan_addition(work->ledger, live_items(), people, MoveKind::add);
  if (goes_on(*work, plan, digest_of(live_items()))) move(*work, plan);
}

void Turn::remove() {
  auto* work = task_to_move();
  if (work == nullptr) return;
  const auto plan = plan_removal(work->ledger, live_items().items);
  if (goes_on(*work, plan, picked_among(work->ledger.members))) move(*work, plan);
}

void Turn::redistribute() {
  auto* work = task_to_move();
  if (work == nullptr) return;
  if (names_locked(*work, call_.loads)) return refuse(ErrorCode::invalid);  // B-055
  const auto plan = plan_redistribution(work->ledger, call_.assignment, loads(), movable(*work));
  const auto picked = picked_among(work->ledger.find(call_.assignment)->items());
  if (goes_on(*work, plan, picked)) move(*work, plan);
}

void Turn::redistribute_task() {
  auto* work = task_to_move();
  if (work == nullptr) return;
  if (names_locked(*work, call_.loads)) return refuse(ErrorCode::invalid);
  const auto plan = plan_task_redistribution(work->ledger, loads(), movable(*work));
  if (goes_on(*work, plan, picked_among(work->ledger.members))) move(*work, plan);
}

Movable Turn::movable(const Work& work) const {
  Movable movable;
  if (!call_.items.empty()) movable.matching = live_items().items;
  if (!call_.include_in_use) movable.in_use = work.in_use;
  return movable;
}

void Turn::reassign() {
  auto* work = task_to_move();
  if (work == nullptr) return;
  if (is_locked(*work, call_.to)) return refuse(ErrorCode::invalid);
  const auto plan = plan_reassignment(work->ledger, call_.assignment, call_.to);
  if (!goes_on(*work, plan)) return;
  answer_.holder = call_.assignment;
  if (plan.handovers.empty()) return;  // B-225
  move(*work, plan);
  answer_.holder = work->ledger.find(call_.to)->assignment;
}

void Turn::delete_assignment() {
  auto* work = task_to_move();
  if (work == nullptr) return;
  const auto plan = plan_assignment_deletion(work->ledger, call_.assignment);
  if (!goes_on(*work, plan)) return;
  move(*work, plan);
  work->ledger.shares.erase(call_.assignment);
}

void Turn::delete_item() {
  const auto gone = ItemSet::of(call_.items);
  if (!gone.is_subset_of(board_.live)) return refuse(ErrorCode::not_found);
  board_.live -= gone;
  for (auto& [id, work] : board_.tasks) {
    if (!work.ledger.members.intersects(gone)) continue;
    const auto plan = plan_item_deletion(work.ledger, gone);
    const bool makes_room = std::ranges::any_of(plan.handovers, [](const Handover& handover) {
      return handover.from.place == Holder::Place::person;
    });
    move(work, plan);
    if (makes_room) offer(work, {});  // B-053
  }
}

bool Turn::goes_on(const Work& work, const Plan& plan, std::uint64_t picked, bool changes_terms) {
  if (!call_.preview && !call_.expect) return true;
  const auto version = version_of(work.ledger, plan, picked);
  answer_.preview = summary_of(plan, id_of(work), version.text());
  if (changes_terms) answer_.preview->undoable = true;
  for (const auto& next : batches_behind()) tell_next(work, next);
  if (!call_.manages) {  // B-171
    std::erase_if(answer_.preview->people, [&](const auto& person) {
      return person.person != call_.caller;
    });
  }
  for (auto& person : answer_.preview->people) {
    const auto* share = work.ledger.find(person.person);
    if (share != nullptr) person.in_use = share->open.intersection_size(work.in_use);
  }
  if (!call_.expect || keeps_to(expectation_of(*call_.expect), version, plan)) {
    return !call_.preview;
  }
  refuse(ErrorCode::plan_changed);
  return false;
}

/// B-053: what follows in the same change, done on a board of its own.
std::vector<Plan> Turn::batches_behind() const {
  const auto act = call_.act;
  if (act != Act::add && act != Act::clear_batch && act != Act::undo) return {};
  auto real = call_;
  real.preview = false;
  real.expect.reset();
  std::vector<Plan> behind;
  for (auto& move : Turn(board_, real, told_).run().answer.moves) {
    if (move.plan.kind == MoveKind::batch) behind.push_back(std::move(move.plan));
  }
  return behind;
}

void Turn::tell_next(const Work& work, Plan next) {
  for (auto& line : next.people) {
    if (work.ledger.find(line.person) == nullptr) line.assignment = {};
  }
  add_next(answer_.preview->people, next);
}

void Turn::move(Work& work, Plan plan, const Manner& manner) {
  const auto before = work.ledger;
  NewAssignments named;
  for (const auto& person : plan.newcomers(before)) named[person] = name_for(person, manner);
  work.ledger = applied(before, plan, named);
  for (auto& person : plan.people) {
    const auto made = named.find(person.person);
    if (person.assignment.empty() && made != named.end()) person.assignment = made->second;
  }
  const auto place = answer_.moves.size();
  Move moved{.id = {"unnamed"}, .task = id_of(work), .plan = plan};
  if (place < told_.moves.size()) moved.id = told_.moves[place].id;
  board_.latest = std::make_shared<DoneMove>(DoneMove{
      .id = moved.id,
      .task = moved.task,
      .plan = plan,
      .undo_of = manner.undo_of,
      .emptied = drop_emptied(work, before, plan),
      .came = manner.came,
      .went = manner.went,
      .number = board_.moves() + 1,
      .before = board_.latest
  });
  // Not on the giver's screen any more.
  for (const auto& handover : plan.handovers) work.in_use -= handover.items();
  answer_.moves.push_back(std::move(moved));
}

std::map<UserId, AssignmentId> Turn::drop_emptied(
    Work& work, const Ledger& before, const Plan& plan
) {
  std::map<UserId, AssignmentId> emptied;
  for (const auto& person : people_of(plan)) {
    const auto* share = before.find(person);
    if (share == nullptr || !work.ledger.find(person)->empty()) continue;
    if (!waits_or_is_locked(work, plan.kind, person)) emptied[person] = share->assignment;
  }
  for (const auto& [person, id] : emptied) work.ledger.shares.erase(id);
  return emptied;
}

/// The id that the server gave to the assignment of somebody new.
AssignmentId Turn::name_for(const UserId& person, const Manner& manner) const {
  const auto had = manner.returning.find(person);
  if (had != manner.returning.end()) return had->second;
  if (answer_.moves.size() < told_.moves.size()) {
    for (const auto& each : told_.moves[answer_.moves.size()].plan.people) {
      if (each.person == person) return each.assignment;
    }
  }
  return {"unnamed " + person.text};
}

std::uint64_t Turn::picked_among(const ItemSet& among) const {
  if (call_.items.empty()) return 0;
  return digest_of({.items = live_items().items & among, .order = {}});
}

Selection Turn::live_items() const {
  return {.items = ItemSet::of(call_.items) & board_.live, .order = {}};
}

std::vector<Load> Turn::loads() const {
  return checked_loads(call_.loads).value();
}

}  // namespace allot::history
