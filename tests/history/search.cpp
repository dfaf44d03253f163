#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/check.h"
#include "linearizable.h"

namespace allot::history {

namespace {

/// The invocations and answers in their order, as a list from which calls that are done are taken.
class Timeline {
 public:
  struct Entry {
    std::size_t event = 0;
    bool is_answer = false;
    std::size_t answer = 0;  // of an invocation: the place of its answer
    std::size_t before = 0;
    std::size_t after = 0;
  };

  explicit Timeline(const History& history) {
    struct Instant {
      std::int64_t at;
      bool is_answer;
      std::size_t event;
    };

    std::vector<Instant> instants;
    for (std::size_t i = 0; i < history.size(); ++i) {
      CHECK(history[i].invoked <= history[i].returned);
      instants.push_back({history[i].invoked, false, i});
      instants.push_back({history[i].returned, true, i});
    }
    // At one instant invocations come first: such calls count as overlapping.
    std::ranges::sort(instants, [](const Instant& a, const Instant& b) {
      return std::tie(a.at, a.is_answer) < std::tie(b.at, b.is_answer);
    });
    entries_.resize(instants.size() + 2);  // a head before the first and an end behind the last
    std::vector<std::size_t> invocation(history.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      entries_[i].before = i - 1;
      entries_[i].after = i + 1;
      if (i == 0 || i == entries_.size() - 1) continue;
      const auto& instant = instants[i - 1];
      entries_[i].event = instant.event;
      entries_[i].is_answer = instant.is_answer;
      if (instant.is_answer) {
        entries_[invocation[instant.event]].answer = i;
      } else {
        invocation[instant.event] = i;
      }
    }
  }

  [[nodiscard]] std::size_t first() const { return entries_[0].after; }

  [[nodiscard]] std::size_t end() const { return entries_.size() - 1; }

  const Entry& operator[](std::size_t place) const { return entries_[place]; }

  /// Takes an invocation and its answer out.
  void lift(std::size_t place) {
    unlink(place);
    unlink(entries_[place].answer);
  }

  /// Puts them back where they were; in the opposite order of lifting.
  void put_back(std::size_t place) {
    link(entries_[place].answer);
    link(place);
  }

 private:
  void unlink(std::size_t place) {
    entries_[entries_[place].before].after = entries_[place].after;
    entries_[entries_[place].after].before = entries_[place].before;
  }

  void link(std::size_t place) {
    entries_[entries_[place].before].after = place;
    entries_[entries_[place].after].before = place;
  }

  std::vector<Entry> entries_;
};

class Search {
 public:
  Search(const History& history, const Board& start)
      : history_(history), timeline_(history), board_(start), done_(history.size(), '0') {}

  Finding run() {
    auto place = timeline_.first();
    while (place != timeline_.end()) {
      const auto& entry = timeline_[place];
      if (entry.is_answer) {  // a call that had to be done by now is not
        if (stack_.empty()) return explanation();
        place = take_back();
      } else {
        place = try_call(place) ? timeline_.first() : entry.after;
      }
    }
    return std::nullopt;
  }

 private:
  struct Step {
    std::size_t place;
    Board before;
  };

  bool try_call(std::size_t place) {
    const auto& event = history_[timeline_[place].event];
    auto outcome = carry_out(board_, event.call, event.answer);
    if (!was_told(event, outcome.answer)) return false;
    done_[timeline_[place].event] = '1';
    if (!tried_.insert(done_ + to_text(outcome.board)).second) {
      done_[timeline_[place].event] = '0';
      return false;
    }
    stack_.push_back({.place = place, .before = std::move(board_)});
    board_ = std::move(outcome.board);
    timeline_.lift(place);
    remember_longest();
    return true;
  }

  std::size_t take_back() {
    auto step = std::move(stack_.back());
    stack_.pop_back();
    board_ = std::move(step.before);
    done_[timeline_[step.place].event] = '0';
    timeline_.put_back(step.place);
    return timeline_[step.place].after;
  }

  void remember_longest() {
    if (stack_.size() <= longest_.size()) return;
    longest_.clear();
    for (const auto& step : stack_) longest_.push_back(timeline_[step.place].event);
    board_of_longest_ = board_;
  }

  std::string explanation() {
    auto text = fmt::format(
        "No order of these {} calls explains the answers. The longest that does, {} calls:\n",
        history_.size(),
        longest_.size()
    );
    auto rest = history_;
    for (const auto index : longest_) {
      text +=
          fmt::format("  client {}: {}\n", history_[index].client, to_text(history_[index].call));
      std::erase_if(rest, [&](const Event& event) {
        return event.client == history_[index].client && event.invoked == history_[index].invoked;
      });
    }
    text += "leaves: " + to_text(board_of_longest_) + "\n";
    std::ranges::sort(rest, {}, &Event::invoked);
    for (const auto& event : rest) {
      // Only calls that began before the first answer that is still to be explained may be next.
      const auto limit = std::ranges::min_element(rest, {}, &Event::returned)->returned;
      if (event.invoked > limit) break;
      const auto expected = carry_out(board_of_longest_, event.call, event.answer).answer;
      text += fmt::format(
          "next client {}: {}\n  was told {}\n  expected {}\n",
          event.client,
          to_text(event.call),
          to_text(event.answer),
          to_text(expected)
      );
    }
    return text + "The history:\n" + to_text(history_);
  }

  const History& history_;
  Timeline timeline_;
  Board board_;
  std::string done_;  // a digit for each call: 1 when it is done
  std::vector<Step> stack_;
  std::unordered_set<std::string> tried_;
  std::vector<std::size_t> longest_;
  Board board_of_longest_ = board_;
};

}  // namespace

Finding find_nonlinearizable(const History& history, const Board& start) {
  return Search(history, start).run();
}

}  // namespace allot::history
