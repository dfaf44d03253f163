#pragma once

#include <array>
#include <vector>

#include "domain/plan.h"

namespace allot {

/// What became of a dataset's items since a move was made.
struct Since {
  ItemSet live;       // all that exist now
  ItemSet annotated;  // an annotation came, changed or went
  ItemSet restated;   // a status was set or cleared in the move's task
};

/// Items that a person got in the move and that do not go back, by the first reason that holds.
struct KeptBack {
  UserId person;
  std::uint64_t moved = 0;      // no longer with that person, or gone
  std::uint64_t handled = 0;    // a status was set since
  std::uint64_t annotated = 0;  // an annotation changed since
  std::uint64_t in_use = 0;     // on somebody's screen
  bool operator==(const KeptBack&) const = default;
};

struct UndoPlan {
  Plan plan;
  std::vector<KeptBack> kept;  // who kept some, in the order of the move's receivers
};

/// The kinds of moves that can be undone (B-292, B-295). In the order in which an index of the
/// store names them (migration 0021): another one needs another index.
inline constexpr std::array undoable_kinds{
    MoveKind::redistribute,
    MoveKind::reassign,
    MoveKind::add,
    MoveKind::contributors,
    MoveKind::undo
};

/// Can a move of this kind be undone at all?
[[nodiscard]] bool is_undoable(MoveKind kind);

/// Takes back what `done` moved as far as it is untouched: as it came, with whom it came to, with
/// no annotation change since and not `in_use` (B-292); items that moved with a status go back with
/// it (B-294). What was handed out of the queue goes to its front. Precondition:
/// is_undoable(done.kind).
[[nodiscard]] UndoPlan plan_undo(
    const Ledger& ledger, const Plan& done, const Since& since, const ItemSet& in_use = {}
);

}  // namespace allot
