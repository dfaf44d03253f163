#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "linearizable.h"

namespace allot::history {

namespace {

/// Replays the changes in the writer's order and finds a place for everything else between them.
class Replay {
 public:
  Replay(const History& history, const Board& start) : boards_{start} {
    for (const auto& event : history) (event.written > 0 ? changes_ : others_).push_back(&event);
    std::ranges::sort(changes_, {}, &Event::written);
    std::ranges::sort(others_, {}, &Event::invoked);
  }

  Finding run() {
    if (auto finding = order_against_time()) return finding;
    if (auto finding = changes()) return finding;
    index_changes();
    return reads();
  }

 private:
  using Changes = std::vector<const Event*>;

  /// A change that was answered before another began must come before it.
  Finding order_against_time() const {
    const Event* latest = nullptr;
    for (const auto* event : changes_) {
      if (latest != nullptr && event->returned < latest->invoked) {
        return fmt::format(
            "Change {} was answered before change {} began: {} / {}",
            event->written,
            latest->written,
            to_text(event->call),
            to_text(latest->call)
        );
      }
      if (latest == nullptr || event->invoked > latest->invoked) latest = event;
    }
    return std::nullopt;
  }

  Finding changes() {
    for (const auto* event : changes_) {
      auto outcome = carry_out(boards_.back(), event->call, event->answer);
      if (!was_told(*event, outcome.answer)) {
        return fmt::format(
            "Change {}, {}\n  was told {}\n  expected {}\non {}",
            event->written,
            to_text(event->call),
            to_text(event->answer),
            to_text(outcome.answer),
            to_text(boards_.back())
        );
      }
      boards_.push_back(std::move(outcome.board));
    }
    return std::nullopt;
  }

  void index_changes() {
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      by_answer_.emplace_back(changes_[i]->returned, i + 1);
      const auto before = i == 0 ? changes_[i]->invoked : begun_by_.back();
      begun_by_.push_back(std::max(before, changes_[i]->invoked));
    }
    std::ranges::sort(by_answer_);
  }

  /// Each must be true after some number of changes: at least those answered before it began, and
  /// what reads answered before it have seen; at most those begun before its answer.
  Finding reads() {
    std::vector<std::pair<std::int64_t, std::size_t>> seen;  // (answered, place), a heap by time
    std::size_t answered = 0;
    std::size_t at_least = 0;
    for (const auto* event : others_) {
      while (answered < by_answer_.size() && by_answer_[answered].first < event->invoked) {
        at_least = std::max(at_least, by_answer_[answered++].second);
      }
      while (!seen.empty() && seen.front().first < event->invoked) {
        std::ranges::pop_heap(seen, std::greater{});
        at_least = std::max(at_least, seen.back().second);
        seen.pop_back();
      }
      const auto begun = std::ranges::upper_bound(begun_by_, event->returned) - begun_by_.begin();
      const auto at_most = static_cast<std::size_t>(begun);
      auto place = at_least;
      while (place <= at_most && !is_true_at(place, *event)) ++place;
      if (place > at_most) return misplaced(*event, at_least, at_most);
      seen.emplace_back(event->returned, place);
      std::ranges::push_heap(seen, std::greater{});
    }
    return std::nullopt;
  }

  bool is_true_at(std::size_t place, const Event& event) const {
    return was_told(event, carry_out(boards_[place], event.call, event.answer).answer);
  }

  std::string misplaced(const Event& event, std::size_t at_least, std::size_t at_most) const {
    auto text = fmt::format(
        "client {}: {}\n  was told {}\n  which was true after none of the changes {} to {}:\n",
        event.client,
        to_text(event.call),
        to_text(event.answer),
        at_least,
        at_most
    );
    for (auto place = at_least; place <= at_most; ++place) {
      if (place > at_least) text += "  then " + to_text(changes_[place - 1]->call) + "\n";
      const auto outcome = carry_out(boards_[place], event.call, event.answer);
      text += "  expected " + to_text(outcome.answer) + "\n";
    }
    return text;
  }

  std::vector<Board> boards_;  // after so many changes
  Changes changes_;
  Changes others_;
  std::vector<std::pair<std::int64_t, std::size_t>> by_answer_;  // (answered, number of the change)
  std::vector<std::int64_t> begun_by_;  // the latest invocation among the first i + 1 changes
};

/// `pulling`: the tasks in which items may wait.
Finding impossible(const SeenItem& seen, const std::set<TaskId>& pulling) {
  std::set<TaskId> tasks;
  for (const auto& each : seen.references) {
    const bool waits = pulling.contains(each.task) && each.word.empty();
    if (each.assignment.empty() && !waits) return "is in no share of task " + each.task.text;
    if (!tasks.insert(each.task).second) return "is in two shares of task " + each.task.text;
  }
  return std::nullopt;
}

Finding impossible(const Counts& counts) {
  std::uint64_t actions = 0;
  for (const auto& [word, count] : counts.actions) actions += count;
  if (actions == counts.completed && counts.completed <= counts.total) return std::nullopt;
  return fmt::format("{} of {}, but {} by word", counts.completed, counts.total, actions);
}

Finding impossible(const Event& event, const std::set<TaskId>& pulling) {
  std::set<Ordinal> items;
  for (const auto& seen : event.answer.items) {
    if (!items.insert(seen.item).second) return fmt::format("item {} twice", seen.item);
    if (auto finding = impossible(seen, pulling))
      return fmt::format("item {} {}", seen.item, *finding);
    if (event.call.act != Act::list_items) continue;
    const auto is_here = std::ranges::any_of(seen.references, [&](const Reference& each) {
      return event.call.assignment.empty() ? each.task == event.call.task
                                           : each.assignment == event.call.assignment;
    });
    if (!is_here) return fmt::format("item {} is listed and does not say so", seen.item);
  }
  if (event.answer.task) return impossible(event.answer.task->counts);
  for (const auto& seen : event.answer.assignments) {
    if (auto finding = impossible(seen.counts)) return finding;
  }
  return std::nullopt;
}

}  // namespace

Finding find_contradiction(const History& history, const Board& start) {
  return Replay(history, start).run();
}

Finding find_impossible_read(const History& history) {
  std::set<TaskId> pulling;
  for (const auto& event : history) {
    if (event.call.pulling) pulling.insert(event.answer.created);
  }
  for (const auto& event : history) {
    if (auto finding = impossible(event, pulling)) return to_text(event.call) + ": " + *finding;
  }
  return std::nullopt;
}

}  // namespace allot::history
