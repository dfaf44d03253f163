// The undo of the model (B-292 … B-296).

#include <algorithm>

#include "domain/people.h"
#include "turn.h"

namespace allot::history {

namespace {

ItemSet touched_after(const Touched& touched, std::uint64_t number) {
  ItemSet items;
  for (const auto& [item, at] : touched) {
    if (at >= number) items |= ItemSet{item};
  }
  return items;
}

/// Those of the people who are contributors now, or who are not.
std::vector<UserId> who_contributes(
    const Board::Work& work, std::vector<UserId> people, bool contributes
) {
  std::erase_if(people, [&](const UserId& person) {
    return work.pulling->allows(person) != contributes;
  });
  return people;
}

}  // namespace

void Turn::undo() {
  const auto* done = board_.find(call_.operation);
  if (done == nullptr) return refuse(ErrorCode::not_found);
  if (!is_undoable(done->plan.kind)) return refuse(ErrorCode::not_undoable);
  auto& work = board_.tasks.at(done->task);
  if (board_.is_undone(done->id)) return refuse(ErrorCode::conflict);
  const auto back = plan_taking_back(work, *done, call_.include_in_use);
  if (!back) return refuse(ErrorCode::conflict);
  const bool changes_terms = !back->come.empty() || !back->go.empty();
  if (back->undo.plan.total() == 0 && !changes_terms) return refuse_to_undo_nothing(work);
  if (!goes_on(work, back->undo.plan, 0, changes_terms)) return;
  answer_.kept = back->undo.kept;
  take_contributors_back(work, *back);
  move(
      work,
      back->undo.plan,
      {.returning = done->emptied, .undo_of = done->id, .came = back->come, .went = back->go}
  );
  offer_behind(work, *back);
}

/// Whoever expects something is told first that there is nothing any more.
void Turn::refuse_to_undo_nothing(const Work& work) {
  if (call_.expect) goes_on(work, {.kind = MoveKind::undo});
  if (answer_.refused) return;
  answer_.preview.reset();
  refuse(ErrorCode::not_undoable);
}

std::optional<Turn::TakingBack> Turn::plan_taking_back(
    const Work& work, const DoneMove& done, bool include_in_use
) const {
  if (work.dismissed) return std::nullopt;
  const Since since{
      .live = board_.live,
      .annotated = touched_after(board_.annotated, done.number),
      .restated = touched_after(work.restated, done.number)
  };
  TakingBack back{
      .undo = {},
      .come = who_contributes(work, done.went, false),
      .go = who_contributes(work, done.came, true)
  };
  const auto in_use = include_in_use ? ItemSet{} : work.in_use;
  back.undo = plan_undo(work.ledger, done.plan, since, in_use);
  if (opens_locked(work, back)) return std::nullopt;
  for (auto& person : back.undo.plan.people) {
    const auto had = done.emptied.find(person.person);
    if (person.assignment.empty() && had != done.emptied.end()) person.assignment = had->second;
  }
  return back;
}

/// Would somebody get open items who was removed from the contributors (B-055)?
bool Turn::opens_locked(const Work& work, const TakingBack& back) {
  return std::ranges::any_of(back.undo.plan.handovers, [&](const Handover& handover) {
    if (handover.to.place != Holder::Place::person || handover.open.empty()) return false;
    const auto& person = handover.to.person;
    return is_locked(work, person) && std::ranges::find(back.come, person) == back.come.end();
  });
}

/// B-295. Who has something open finishes it; an assignment that the undo empties goes.
void Turn::take_contributors_back(Work& work, const TakingBack& back) {
  for (const auto& person : back.come) work.pulling->add(person);
  for (const auto& person : back.go) {
    work.pulling->remove(person);
    const auto* share = work.ledger.find(person);
    const bool is_emptied = share != nullptr && share->by_status.empty() && !share->open.empty();
    const bool has_more = open_after(back.undo.plan, work.ledger, person) > 0;
    if (share == nullptr || is_emptied || has_more) std::erase(work.pulling->locked, person);
  }
}

/// What came to the queue is offered, but not to whom it was taken from (B-053); else who is a
/// contributor again and has nothing gets one batch (B-055).
void Turn::offer_behind(Work& work, const TakingBack& back) {
  bool came = false;
  std::vector<UserId> givers;
  for (const auto& handover : back.undo.plan.handovers) {
    came = came || is_queue(handover.to);
    if (handover.from.place == Holder::Place::person) givers.push_back(handover.from.person);
  }
  if (came) return offer(work, givers);
  auto people = back.come;
  std::erase_if(people, [&](const UserId& person) {
    const auto* share = work.ledger.find(person);
    return share != nullptr && !share->open.empty();
  });
  if (!people.empty()) load_first(work, people);
}

}  // namespace allot::history
