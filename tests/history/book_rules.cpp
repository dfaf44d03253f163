// The rules of batches and of undoing.

#include <fmt/format.h>

#include <algorithm>

#include "book.h"

namespace allot::history {

namespace {

std::uint64_t at(const std::map<Ordinal, std::uint64_t>& changes, Ordinal item) {
  const auto found = changes.find(item);
  return found == changes.end() ? 0 : found->second;
}

/// Who got how much from the queue, or at the making of a pulling task.
std::map<UserId, std::uint64_t> batches_of(const Plan& plan) {
  std::map<UserId, std::uint64_t> batches;
  for (const auto& moved : carried_by(plan)) {
    if (moved.to.place == Holder::Place::person) ++batches[moved.to.person];
  }
  return batches;
}

Finding find_unserved(const TaskBook& task, const std::set<UserId>& offered) {
  if (!task.terms || !task.has_waiting()) return std::nullopt;
  const auto& terms = *task.terms;
  for (const auto& person : offered) {
    if (!terms.allows(person)) continue;
    if (task.open_of(person) + terms.batch_size > terms.max_workload) continue;
    return person.text + " has room and got no batch";
  }
  return std::nullopt;
}

}  // namespace

/// B-053, after the move.
Finding Book::check_limit(const Move& move) const {
  const auto& task = tasks_.at(move.task);
  const auto kind = move.plan.kind;
  const bool brings = kind == MoveKind::create || kind == MoveKind::contributors;
  const bool adds = kind == MoveKind::add;
  if (!task.terms || (!brings && !adds && kind != MoveKind::batch)) return std::nullopt;
  for (const auto& [person, count] : batches_of(move.plan)) {
    const bool is_first = brings || (adds && std::ranges::find(came_, person) != came_.end());
    if (is_first && count > task.terms->batch_size) {
      return fmt::format("{} gets {} items at first", person.text, count);
    }
    const auto open = task.open_of(person);
    if (open <= task.terms->max_workload) continue;
    return fmt::format("{} has {} open items by a batch", person.text, open);
  }
  return std::nullopt;
}

/// B-055
Finding Book::check_removed() const {
  for (const auto& [id, task] : tasks_) {
    for (const auto& person : task.removed) {
      if (task.open_of(person) == 0) continue;
      return fmt::format("{} was removed and holds open items of {}", person.text, id.text);
    }
  }
  return std::nullopt;
}

/// B-053: everybody, or nobody.
std::set<UserId> Book::offered_after(const Call& call, const Move& move) const {
  const auto& task = tasks_.at(move.task);
  if (!task.terms || task.dismissed) return {};
  std::set<UserId> people(task.terms->allowed.begin(), task.terms->allowed.end());
  std::set<UserId> givers;
  bool is_queued = false;
  for (const auto& moved : carried_by(move.plan)) {
    if (moved.from.place == Holder::Place::person) givers.insert(moved.from.person);
    is_queued = is_queued || moved.to == Holder::queue();
  }
  switch (move.plan.kind) {
    case MoveKind::add: return people;
    case MoveKind::remove:
      return call.act == Act::delete_item && !givers.empty() ? people : std::set<UserId>{};
    case MoveKind::contributors: return went_.empty() ? std::set<UserId>{} : people;
    case MoveKind::clear: break;
    case MoveKind::undo:
      if (!is_queued) return {};
      break;
    default: return {};
  }
  for (const auto& person : givers) people.erase(person);  // from whom it was just taken
  return people;
}

/// B-053: a manager's move among people, and out of the task, is all that is done.
Finding Book::check_alone(const Event& event) {
  switch (event.call.act) {
    case Act::remove:
    case Act::redistribute:
    case Act::redistribute_task:
    case Act::reassign:
    case Act::delete_assignment: break;
    default: return std::nullopt;
  }
  if (event.answer.moves.size() <= 1) return std::nullopt;
  return "batches are offered by " + to_text(event.call);
}

/// B-053: who has room and was to be offered a batch got one, or nothing waits.
Finding Book::check_served(const Event& event) const {
  std::map<TaskId, std::set<UserId>> people;
  const auto& call = event.call;
  if (call.act == Act::set_status && !call.word.empty()) {
    const auto id = task_of(call);
    for (const auto& change : event.answer.changed) {
      people[id].insert(tasks_.at(id).spot_of(change.item).holder.person);
    }
  }
  for (const auto& move : event.answer.moves) people[move.task].merge(offered_after(call, move));
  // Who is a contributor again is not left with nothing (B-055).
  if (call.act == Act::undo && !event.answer.moves.empty()) {
    const auto& id = event.answer.moves.front().task;
    for (const auto& person : came_) {
      if (tasks_.at(id).open_of(person) == 0) people[id].insert(person);
    }
  }
  // Who had no assignment gets one batch, even where two would fit.
  for (const auto& move : event.answer.moves) {
    const auto kind = move.plan.kind;
    const bool loads =
        kind == MoveKind::add || kind == MoveKind::batch || kind == MoveKind::contributors;
    if (!loads) continue;
    for (const auto& [person, count] : batches_of(move.plan)) people[move.task].erase(person);
  }
  for (const auto& [id, offered] : people) {
    if (auto finding = find_unserved(tasks_.at(id), offered)) {
      return *finding + " after " + to_text(call);
    }
  }
  return std::nullopt;
}

bool Book::is_untouched(const Done& done, const Carried& moved, bool with_used) const {
  const auto& task = tasks_.at(done.move.task);
  if (deleted_.contains(moved.item)) return false;
  if (at(annotated_, moved.item) > done.change) return false;
  const Spot as_it_came{.holder = moved.to, .word = moved.word};
  // What went out of the task has no status there.
  if (moved.to == Holder::outside()) return task.spot_of(moved.item) == Spot{};
  if (task.spot_of(moved.item) != as_it_came) return false;
  if (!moved.word.empty()) return at(task.restated, moved.item) <= done.change;
  return with_used || !task.in_use.contains(moved.item);
}

/// B-292, B-294, B-295
Finding Book::check_undo(const Call& call, const Move& undo) const {
  const auto& done = done_.at(call.operation);
  std::map<Ordinal, Carried> back;
  for (const auto& moved : carried_by(undo.plan)) back[moved.item] = moved;
  for (const auto& moved : carried_by(done.move.plan)) {
    const auto found = back.find(moved.item);
    const bool goes = found != back.end();
    if (is_untouched(done, moved, call.include_in_use)) {
      if (!goes) return fmt::format("item {} is untouched and stays", moved.item);
      if (found->second.from != moved.to || found->second.to != moved.from) {
        return fmt::format("item {} does not go back to where it came from", moved.item);
      }
      back.erase(found);
    }
  }
  if (back.empty()) return std::nullopt;
  return fmt::format("item {} goes back and is not untouched", back.begin()->first);
}

}  // namespace allot::history
