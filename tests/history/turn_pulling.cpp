// Batches, contributors, and what is done to items in the model.

#include <algorithm>
#include <iterator>

#include "domain/people.h"
#include "turn.h"

namespace allot::history {

bool Turn::is_queue(const Holder& holder) {
  return holder.place == Holder::Place::queue || holder.place == Holder::Place::queue_front;
}

bool Turn::is_locked(const Work& work, const UserId& person) {
  return work.pulling && work.pulling->locks(person);
}

bool Turn::names_locked(const Work& work, std::span<const Load> loads) {
  return std::ranges::any_of(loads, [&](const Load& load) {
    return is_locked(work, load.assignee);
  });
}

void Turn::add_to_queue(Work& work) {
  const auto who = arrivals(work, people_of(call_.loads));
  auto terms = *work.pulling;
  terms.add(who.coming);
  // Who is named has a first batch, and no more.
  const auto others = others_in_turn(work, terms, who.first);
  const auto plan = plan_queueing(work.ledger, live_items(), terms, who.first, others);
  if (!goes_on(work, plan, digest_of(live_items()), !who.coming.empty())) return;
  work.pulling = terms;
  move(work, plan, {.came = who.coming});
}

Board::Work* Turn::task_to_pull() {
  auto* work = visible_place();
  if (work == nullptr) {
    refuse(ErrorCode::not_found);
  } else if (!work->pulling) {
    refuse(ErrorCode::invalid);
  } else if (work->dismissed) {
    refuse(ErrorCode::conflict);
  } else {
    return work;
  }
  return nullptr;
}

void Turn::load_batch() {
  auto* work = task_to_pull();
  if (work == nullptr) return;
  const std::vector<UserId> who{work->ledger.find(call_.assignment)->annotator};
  if (!work->pulling->allows(who.front())) return refuse(ErrorCode::conflict);
  auto plan = plan_batches(work->ledger, *work->pulling, who, MoveKind::batch);
  describe_people(plan, work->ledger, who);
  plan.source = call_.assignment;
  if (goes_on(*work, plan) && plan.total() > 0) move(*work, plan);
}

void Turn::clear_batch() {
  auto* work = task_to_pull();
  if (work == nullptr) return;
  const std::vector<UserId> who{work->ledger.find(call_.assignment)->annotator};
  auto plan = plan_giving_back(work->ledger, who, MoveKind::clear);
  plan.source = call_.assignment;
  if (!goes_on(*work, plan) || plan.total() == 0) return;
  move(*work, plan);
  offer(*work, who);
}

void Turn::change_contributors(bool adds) {
  auto* work = task_to_pull();
  if (work == nullptr) return;
  if (adds) {
    add_contributors(*work, call_.people);
  } else {
    remove_contributors(*work, call_.people);
  }
  see(*work);
}

Turn::Arrivals Turn::arrivals(const Work& work, std::span<const UserId> asked) {
  Arrivals who;
  for (const auto& person : asked) {
    if (std::ranges::find(who.first, person) != who.first.end()) continue;
    const bool comes = !work.pulling->allows(person);
    if (comes) who.coming.push_back(person);
    if (comes || work.ledger.find(person) == nullptr) who.first.push_back(person);
  }
  return who;
}

void Turn::add_contributors(Work& work, std::span<const UserId> asked) {
  const auto who = arrivals(work, asked);
  work.pulling->add(who.coming);
  const auto plan = plan_batches(work.ledger, *work.pulling, who.first, MoveKind::contributors);
  const bool changes = !who.coming.empty() || !plan.handovers.empty();
  if (changes) move(work, plan, {.came = who.coming});
}

void Turn::remove_contributors(Work& work, std::span<const UserId> asked) {
  auto& terms = *work.pulling;
  std::vector<UserId> going;
  std::ranges::copy_if(asked, std::back_inserter(going), [&](const UserId& person) {
    return terms.allows(person);
  });
  if (going.empty()) return;
  for (const auto& person : going) terms.remove(person);
  const auto plan = plan_giving_back(work.ledger, going, MoveKind::contributors);
  move(work, plan, {.went = going});
  offer(work, {});
}

void Turn::offer(Work& work, std::span<const UserId> but_not_to) {
  if (!work.pulling || work.dismissed) return;
  load(work, others_in_turn(work, *work.pulling, but_not_to));
}

std::vector<UserId> Turn::others_in_turn(
    const Work& work, const Pulling& terms, std::span<const UserId> but_not_to
) {
  auto people = contributors_in_turn(work.ledger, terms);
  std::erase_if(people, [&](const UserId& person) {
    return std::ranges::find(but_not_to, person) != but_not_to.end();
  });
  return people;
}

void Turn::load(Work& work, std::vector<UserId> people) {
  std::erase_if(people, [&](const UserId& person) { return !work.pulling->allows(person); });
  const auto plan = plan_batches(work.ledger, *work.pulling, people, MoveKind::batch);
  if (!plan.handovers.empty()) move(work, plan);
}

/// One batch each (B-055).
void Turn::load_first(Work& work, std::span<const UserId> people) {
  auto plan = plan_batches(work.ledger, *work.pulling, people, MoveKind::contributors);
  plan.kind = MoveKind::batch;
  if (!plan.handovers.empty()) move(work, plan);
}

/// B-163
void Turn::set_status() {
  auto* work = visible_place();
  if (work == nullptr) return refuse(ErrorCode::not_found);
  if (!allows(status_of(*work), TaskAct::set_status)) return refuse(ErrorCode::conflict);
  const auto asked = ItemSet::of(call_.items);
  ItemSet here;
  ItemSet theirs;
  for (const auto& share : work->ledger.shares) {
    if (!call_.assignment.empty() && share.assignment != call_.assignment) continue;
    const auto hit = share.items() & asked;
    here |= hit;
    if (!call_.manages && share.annotator != call_.caller) theirs |= hit;
  }
  if (!call_.manages && is_locked(*work, call_.caller)) theirs = here;  // B-055
  if (here.empty() && call_.single) return refuse(ErrorCode::not_found);
  const bool waits = std::ranges::any_of(work->ledger.queue, [&](const ItemSet& waiting) {
    return waiting.intersects(asked);
  });
  const bool is_told = call_.manages && call_.assignment.empty() && !call_.word.empty();
  if (here.empty() && waits && is_told) return refuse(ErrorCode::conflict);
  if (!theirs.empty() && theirs == here && call_.items.size() == 1) {
    return refuse(ErrorCode::forbidden);
  }
  change(*work, here - theirs);
}

void Turn::change(Work& work, const ItemSet& items) {
  std::vector<UserId> holders;
  for (const auto* share : work.ledger.shares.holding(items)) holders.push_back(share->annotator);
  items.for_each([&](Ordinal ordinal) {
    const auto* share = work.ledger.holder_of(ordinal);
    answer_.changed.push_back(
        {.item = ordinal, .assignment = call_.word.empty() ? AssignmentId{} : share->assignment}
    );
    const bool is_told = !call_.word.empty() || !share->status_of(ordinal).empty();
    if (is_told) work.restated[ordinal] = board_.moves();
  });
  const auto changes = allot::set_status(work.ledger, items, call_.word);
  work.in_use -= items;
  if (!work.pulling) return;
  if (call_.word.empty()) {
    settle_reopened(work, changes);
  } else {
    load(work, std::move(holders));  // B-053
  }
}

void Turn::settle_reopened(Work& work, std::span<const ShareChange> changes) {
  std::vector<UserId> locked;
  for (const auto& change : changes) {
    const auto& holder = work.ledger.find(change.assignment)->annotator;
    if (is_locked(work, holder)) locked.push_back(holder);
  }
  const auto plan = plan_giving_back(work.ledger, locked, MoveKind::clear);
  if (plan.handovers.empty()) return;
  move(work, plan);
  offer(work, locked);
}

void Turn::annotate() {
  const auto item = call_.items.front();
  if (!board_.live.contains(item)) return refuse(ErrorCode::not_found);
  board_.annotated[item] = board_.moves();
  for (auto& [id, work] : board_.tasks) work.in_use -= ItemSet{item};
}

void Turn::use_item(bool begins) {
  auto* work = visible_place();
  if (work == nullptr) return refuse(ErrorCode::not_found);
  const auto* share = work->ledger.find(call_.assignment);
  if (share->annotator != call_.caller) return refuse(ErrorCode::forbidden);
  const auto item = call_.items.front();
  if (!share->holds(item)) return refuse(ErrorCode::not_found);
  begins ? work->in_use |= ItemSet{item} : work->in_use -= ItemSet{item};
}

}  // namespace allot::history
