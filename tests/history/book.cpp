#include "book.h"

#include <fmt/format.h>

#include <algorithm>

namespace allot::history {

namespace {

std::string name_of(const Holder& holder) {
  switch (holder.place) {
    case Holder::Place::outside: return "outside";
    case Holder::Place::queue:
    case Holder::Place::queue_front: return "the queue";
    case Holder::Place::person: return holder.person.text;
  }
  return {};
}

Holder one_queue(const Holder& holder) {
  return holder.place == Holder::Place::queue_front ? Holder::queue() : holder;
}

bool moves_by_load_or_back(MoveKind kind) {
  return kind == MoveKind::redistribute || kind == MoveKind::undo;
}

}  // namespace

Spot TaskBook::spot_of(Ordinal item) const {
  const auto found = items.find(item);
  return found == items.end() ? Spot{} : found->second;
}

std::uint64_t TaskBook::open_of(const UserId& person) const {
  const Spot open{.holder = Holder::of(person), .word = ""};
  return static_cast<std::uint64_t>(std::ranges::count_if(items, [&](const auto& entry) {
    return entry.second == open;
  }));
}

bool TaskBook::has_waiting() const {
  return std::ranges::any_of(items, [](const auto& entry) {
    return entry.second.holder == Holder::queue();
  });
}

std::vector<Carried> carried_by(const Plan& plan) {
  std::vector<Carried> all;
  for (const auto& handover : plan.handovers) {
    const auto add = [&](const ItemSet& items, const std::string& word) {
      items.for_each([&](Ordinal item) {
        all.push_back(
            {.item = item,
             .word = word,
             .from = one_queue(handover.from),
             .to = one_queue(handover.to)}
        );
      });
    };
    add(handover.open, "");
    for (const auto& [word, items] : handover.by_status) add(items, word);
  }
  return all;
}

Finding Book::take(const Event& event) {
  change_ = event.written;
  came_.clear();
  went_.clear();
  if (auto finding = note_call(event)) return finding;
  for (const auto& move : event.answer.moves) {
    if (auto finding = note_move(event, move)) return finding;
  }
  if (event.call.act == Act::undo) note_unlocked(event.call);
  if (auto finding = check_gone(event.call)) return finding;
  if (auto finding = check_removed()) return finding;
  if (auto finding = check_alone(event)) return finding;
  return check_served(event);
}

TaskId Book::task_of(const Call& call) const {
  if (call.assignment.empty()) return call.task;
  const auto found = assignments_.find(call.assignment);
  return found == assignments_.end() ? TaskId{} : found->second;
}

Finding Book::note_call(const Event& event) {
  const auto& call = event.call;
  auto& task = tasks_[call.act == Act::create_task ? event.answer.created : task_of(call)];
  switch (call.act) {
    case Act::create_task: task.terms = call.pulling; break;
    case Act::set_status: return note_statuses(event);
    case Act::annotate:
      annotated_[call.items.front()] = change_;
      for (auto& [id, each] : tasks_) each.in_use.erase(call.items.front());
      break;
    case Act::use_item: task.in_use.insert(call.items.front()); break;
    case Act::end_use: task.in_use.erase(call.items.front()); break;
    case Act::add:
      if (task.terms) {
        std::vector<UserId> invited;
        for (const auto& load : call.loads) invited.push_back(load.assignee);
        note_contributors(task, true, invited);
      }
      break;
    case Act::add_contributors: note_contributors(task, true, call.people); break;
    case Act::remove_contributors: note_contributors(task, false, call.people); break;
    case Act::undo: note_undo(call); break;
    case Act::dismiss: task.dismissed = true; break;
    case Act::reopen: task.dismissed = false; break;
    case Act::delete_item: deleted_.insert(call.items.front()); break;
    default: break;
  }
  return std::nullopt;
}

Finding Book::note_statuses(const Event& event) {
  auto& task = tasks_[task_of(event.call)];
  for (const auto& change : event.answer.changed) {
    const auto found = task.items.find(change.item);
    if (found == task.items.end() || found->second.holder.place != Holder::Place::person) {
      return fmt::format("item {} got a status and nobody holds it", change.item);
    }
    auto& word = found->second.word;
    if (!word.empty() || !event.call.word.empty()) task.restated[change.item] = change_;
    word = event.call.word;
    task.in_use.erase(change.item);
  }
  return std::nullopt;
}

void Book::note_contributors(TaskBook& task, bool adds, const std::vector<UserId>& people) {
  for (const auto& person : people) {
    if (task.terms->allows(person) == adds) continue;
    if (adds) {
      task.terms->add(person);
      task.removed.erase(person);
    } else {
      task.terms->remove(person);
      task.removed.insert(person);
    }
    (adds ? came_ : went_).push_back(person);
  }
}

void Book::note_undo(const Call& call) {
  const auto& done = done_.at(call.operation);
  auto& task = tasks_[done.move.task];
  if (!task.terms) return;
  note_contributors(task, true, done.went);
  note_contributors(task, false, done.came);
  for (const auto& person : went_) {
    const bool has_worked = std::ranges::any_of(task.items, [&](const auto& entry) {
      return entry.second.holder == Holder::of(person) && !entry.second.word.empty();
    });
    if (has_worked) continue;
    // Who has no past work is gone, but with an assignment that was empty before.
    task.removed.erase(person);
    if (task.open_of(person) > 0) std::erase(task.terms->locked, person);
  }
}

/// Who went and has something open finishes it.
void Book::note_unlocked(const Call& call) {
  auto& task = tasks_[done_.at(call.operation).move.task];
  for (const auto& person : went_) {
    if (task.open_of(person) == 0) continue;
    task.removed.erase(person);
    std::erase(task.terms->locked, person);
  }
}

Finding Book::note_move(const Event& event, const Move& move) {
  const auto told = [&](const Finding& finding) -> Finding {
    if (!finding) return finding;
    return fmt::format("{} of {}: {}", name_of(move.plan.kind), to_text(event.call), *finding);
  };
  if (auto finding = check_source(move)) return told(finding);
  if (auto finding = check_in_use(event.call, move)) return told(finding);
  if (move.plan.kind == MoveKind::undo) {
    if (auto finding = check_undo(event.call, move)) return told(finding);
  }
  apply(move);
  if (auto finding = check_limit(move)) return told(finding);
  Done done{.move = move, .change = change_, .came = {}, .went = {}};
  const auto kind = move.plan.kind;
  if (kind == MoveKind::add || kind == MoveKind::contributors || kind == MoveKind::undo) {
    done.came = came_;
    done.went = went_;
  }
  done_[move.id] = std::move(done);
  return std::nullopt;
}

void Book::apply(const Move& move) {
  auto& task = tasks_[move.task];
  for (const auto& moved : carried_by(move.plan)) {
    if (moved.to == Holder::outside()) {
      task.items.erase(moved.item);
    } else {
      task.items[moved.item] = {.holder = moved.to, .word = moved.word};
    }
    if (moved.from != Holder::outside()) task.in_use.erase(moved.item);
  }
  for (const auto& person : move.plan.people) assignments_[person.assignment] = move.task;
}

/// Nothing is doubled: what moves is where it is said to come from, and moves once.
Finding Book::check_source(const Move& move) const {
  const auto task = tasks_.find(move.task);
  std::set<Ordinal> items;
  for (const auto& moved : carried_by(move.plan)) {
    if (!items.insert(moved.item).second) return fmt::format("item {} moves twice", moved.item);
    const auto spot = task == tasks_.end() ? Spot{} : task->second.spot_of(moved.item);
    if (spot == Spot{.holder = moved.from, .word = moved.word}) continue;
    return fmt::format(
        "item {} is taken from {} as `{}` and was with {} as `{}`",
        moved.item,
        name_of(moved.from),
        moved.word,
        name_of(spot.holder),
        spot.word
    );
  }
  return std::nullopt;
}

/// B-298
Finding Book::check_in_use(const Call& call, const Move& move) const {
  if (call.include_in_use || !moves_by_load_or_back(move.plan.kind)) return std::nullopt;
  const auto& task = tasks_.at(move.task);
  for (const auto& moved : carried_by(move.plan)) {
    if (!moved.word.empty() || !task.in_use.contains(moved.item)) continue;
    return fmt::format("item {} is in use and moves", moved.item);
  }
  return std::nullopt;
}

/// What deletion took is in no task; nothing of a deleted task is left.
Finding Book::check_gone(const Call& call) const {
  for (const auto& [id, task] : tasks_) {
    if (call.act == Act::delete_task && id == call.task && !task.items.empty()) {
      return fmt::format("{} items were lost with task {}", task.items.size(), id.text);
    }
    if (call.act != Act::delete_item || !task.items.contains(call.items.front())) continue;
    return fmt::format("item {} was deleted and is in task {}", call.items.front(), id.text);
  }
  return std::nullopt;
}

Finding Book::compare(const TaskId& id, const Ledger& end) const {
  const auto& task = tasks_.at(id);
  std::map<Ordinal, Spot> left;
  std::uint64_t count = 0;
  const auto add = [&](const ItemSet& items, const Holder& holder, const std::string& word) {
    count += items.size();
    items.for_each([&](Ordinal item) { left[item] = {.holder = holder, .word = word}; });
  };
  for (const auto& share : end.shares) {
    const bool stays =
        task.terms && (task.terms->allows(share.annotator) || task.terms->locks(share.annotator));
    if (share.empty() && !stays) return share.assignment.text + " is empty and there";
    add(share.open, Holder::of(share.annotator), "");
    for (const auto& [word, items] : share.by_status) {
      add(items, Holder::of(share.annotator), word);
    }
  }
  for (const auto& waiting : end.queue) add(waiting, Holder::queue(), "");
  if (count != left.size()) return "items of task " + id.text + " are in two places";
  for (const auto& [item, spot] : task.items) {
    if (!left.contains(item)) return fmt::format("item {} of {} was lost", item, id.text);
  }
  if (left == task.items) return std::nullopt;
  return "the items of task " + id.text + " are not where the moves put them";
}

}  // namespace allot::history
