// The rules of batches and of undoing.

#include <fmt/format.h>

#include <algorithm>

#include "book.h"

namespace allot::history {

namespace {

bool is_among(const std::vector<UserId>& people, const UserId& person) {
  return std::ranges::find(people, person) != people.end();
}

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

}  // namespace

/// B-053, after the move.
Finding Book::check_limit(const Move& move) const {
  const auto& task = tasks_.at(move.task);
  const auto kind = move.plan.kind;
  const bool first = kind == MoveKind::create || kind == MoveKind::contributors;
  if (!task.terms || (!first && kind != MoveKind::batch)) return std::nullopt;
  for (const auto& [person, count] : batches_of(move.plan)) {
    if (first && count > task.terms->batch_size) {
      return fmt::format("{} gets {} items at first", person.text, count);
    }
    const auto open = task.open_of(person);
    if (open <= task.terms->max_workload) continue;
    return fmt::format("{} has {} open items by a batch", person.text, open);
  }
  return std::nullopt;
}

/// B-053: who has room and was to be offered a batch got one, or nothing waits.
Finding Book::check_served(const Event& event) const {
  const auto& call = event.call;
  const auto& task = tasks_.at(call.act == Act::create_task ? event.answer.created : task_of(call));
  if (!task.terms || !task.has_waiting()) return std::nullopt;
  const bool offers = call.act == Act::add || call.act == Act::remove_contributors ||
                      (call.act == Act::clear_batch && !event.answer.moves.empty());
  std::set<UserId> people;
  if (offers) people.insert(task.terms->allowed.begin(), task.terms->allowed.end());
  if (call.act == Act::clear_batch && offers) {
    people.erase(event.answer.moves.front().plan.handovers.front().from.person);
  }
  if (call.act == Act::set_status && !call.word.empty()) {
    for (const auto& change : event.answer.changed) {
      people.insert(task.spot_of(change.item).holder.person);
    }
  }
  // Who had no assignment gets one batch, even where two would fit.
  for (const auto& move : event.answer.moves) {
    for (const auto& [person, count] : batches_of(move.plan)) people.erase(person);
  }
  for (const auto& person : people) {
    if (!task.terms->allows(person)) continue;
    if (task.open_of(person) + task.terms->batch_size > task.terms->max_workload) continue;
    return fmt::format("{} has room after {} and got no batch", person.text, to_text(call));
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
  // Who came by the move gives everything back.
  std::erase_if(back, [&](const auto& entry) {
    return is_among(done.came, entry.second.from.person) && entry.second.to == Holder::queue();
  });
  if (back.empty()) return std::nullopt;
  return fmt::format("item {} goes back and is not untouched", back.begin()->first);
}

}  // namespace allot::history
