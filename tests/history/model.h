#pragma once

#include <map>
#include <memory>
#include <string>

#include "domain/ledger.h"
#include "history.h"

namespace allot::history {

/// A move that was done, and those before it.
struct DoneMove {
  OperationId id;
  TaskId task;
  Plan plan;
  OperationId undo_of;                     // empty: it undoes none
  std::map<UserId, AssignmentId> emptied;  // those that went with it
  std::vector<UserId> came;                // became contributors
  std::vector<UserId> went;                // were removed from them
  std::uint64_t number = 1;                // 1, 2, 3 …
  std::shared_ptr<const DoneMove> before;
};

/// The number of the latest move when something was last done to an item.
using Touched = std::map<Ordinal, std::uint64_t>;

/// One dataset with its tasks, as the domain knows them: the state of the model.
struct Board {
  struct Work {
    Ledger ledger;
    bool dismissed = false;
    std::optional<Pulling> pulling;
    ItemSet in_use;
    Touched restated;  // a status was set or cleared
  };

  ItemSet live;
  std::map<TaskId, Work> tasks;  // by id, so oldest first
  Touched annotated;
  std::shared_ptr<const DoneMove> latest;

  [[nodiscard]] std::uint64_t moves() const { return latest ? latest->number : 0; }

  /// nullptr: not made, or its task is gone.
  [[nodiscard]] const DoneMove* find(const OperationId& id) const;
  [[nodiscard]] bool is_undone(const OperationId& id) const;
};

/// Different for different boards.
[[nodiscard]] std::string to_text(const Board& board);

/// What one server that does one thing after the other says and has then.
struct Outcome {
  Answer answer;
  Board board;
};

/// Carries `call` out on `board` by the rules of the domain: plans are the domain's, made and
/// applied by it. `told` gives the names of what is new (a task, operations, the assignments of
/// newcomers) and nothing else.
[[nodiscard]] Outcome carry_out(const Board& board, const Call& call, const Answer& told);

}  // namespace allot::history
