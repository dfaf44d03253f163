#pragma once

#include <cstdint>
#include <utility>

#include "model.h"
#include "support/world.h"

namespace allot::history {

inline const auto mia = test::World::person("mia");
inline const auto ada = test::World::person("ada");
inline const auto ben = test::World::person("ben");
inline const TaskId task{"task"};

/// A history in the making. Calls follow each other unless instants are given.
class Chronicle {
 public:
  Event& add(Call call, Answer answer) {
    const auto at = static_cast<std::int64_t>(history.size()) * 10;
    history.push_back(
        {.invoked = at, .returned = at + 1, .call = std::move(call), .answer = std::move(answer)}
    );
    auto& event = history.back();
    if (!is_read(event.call) && !event.answer.refused) event.written = ++changes_;
    return event;
  }

  History history;

 protected:
  explicit Chronicle(Board board) : board_(std::move(board)) {}

  /// Adds the call with the answer that the model gives after all that was done before.
  Event& add_done(Call call, const Answer& told) {
    auto outcome = carry_out(board_, call, told);
    board_ = std::move(outcome.board);
    return add(std::move(call), std::move(outcome.answer));
  }

  [[nodiscard]] const Board& board() const { return board_; }

 private:
  Board board_;
  std::uint64_t changes_ = 0;
};

}  // namespace allot::history
