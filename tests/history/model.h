#pragma once

#include <map>
#include <string>

#include "domain/ledger.h"
#include "history.h"

namespace allot::history {

/// One dataset with its tasks, as the domain knows them: the state of the model.
struct Board {
  struct Work {
    Ledger ledger;
    bool dismissed = false;
    bool operator==(const Work&) const = default;
  };

  ItemSet live;
  std::map<TaskId, Work> tasks;  // by id, so oldest first

  bool operator==(const Board&) const = default;
};

/// Different for different boards.
[[nodiscard]] std::string to_text(const Board& board);

/// What one server that does one thing after the other says and has then.
struct Outcome {
  Answer answer;
  Board board;
};

/// Carries `call` out on `board` by the rules of the domain: plans are the domain's, made and
/// applied by it. `told` gives the names of what is new (a task, the assignments of newcomers) and
/// nothing else.
[[nodiscard]] Outcome carry_out(const Board& board, const Call& call, const Answer& told);

}  // namespace allot::history
