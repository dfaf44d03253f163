#pragma once

#include <fmt/format.h>

#include "chronicle.h"
#include "rules.h"

namespace allot::history {

/// Of eight items.
class Story : public Chronicle {
 public:
  Story() : Chronicle({.live = ItemSet::range(0, 8), .tasks = {}, .annotated = {}, .latest = {}}) {}

  Event& right(Call call) { return add_done(std::move(call), told()); }

  [[nodiscard]] std::map<TaskId, Ledger> end() const {
    std::map<TaskId, Ledger> ledgers;
    for (const auto& [id, work] : board().tasks) ledgers[id] = work.ledger;
    return ledgers;
  }

  [[nodiscard]] Finding broken() const { return find_broken_rule(history, end()); }

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
};

}  // namespace allot::history
