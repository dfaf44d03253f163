#pragma once

#include <fmt/format.h>

#include "model.h"
#include "rules.h"
#include "support/world.h"

namespace allot::history {

/// A history in the making, of eight items. The model does the calls, one after the other.
class Story {
 public:
  Event& right(Call call) {
    auto outcome = carry_out(board_, call, told());
    board_ = std::move(outcome.board);
    return add(std::move(call), std::move(outcome.answer));
  }

  Event& add(Call call, Answer answer) {
    const auto at = static_cast<std::int64_t>(history.size()) * 10;
    history.push_back(
        {.invoked = at, .returned = at + 1, .call = std::move(call), .answer = std::move(answer)}
    );
    auto& event = history.back();
    if (!is_read(event.call) && !event.answer.refused) event.written = ++changes_;
    return event;
  }

  [[nodiscard]] std::map<TaskId, Ledger> end() const {
    std::map<TaskId, Ledger> ledgers;
    for (const auto& [id, work] : board_.tasks) ledgers[id] = work.ledger;
    return ledgers;
  }

  [[nodiscard]] Finding broken() const { return find_broken_rule(history, end()); }

  History history;

 private:
  /// Names for all that may be new.
  [[nodiscard]] Answer told() const {
    Answer told{.created = {"task"}};
    for (int i = 0; i < 3; ++i) {
      auto& move = told.moves.emplace_back();
      move.id = {fmt::format("move {}.{}", history.size(), i)};
      for (const auto* name : {"ada", "ben", "cleo"}) {
        move.plan.people.push_back({.person = test::World::person(name), .assignment = {name}});
      }
    }
    return told;
  }

  Board board_{.live = ItemSet::range(0, 8), .tasks = {}, .annotated = {}, .latest = {}};
  std::uint64_t changes_ = 0;
};

}  // namespace allot::history
