#pragma once

#include "usecases/env.h"

namespace allot {

/// "This item is on my screen", for 90 s from now: a redistribution or an undo leaves it where it
/// is (B-298) until then, or until a status or an annotation of it changes, or `end_use`. Returns
/// when it lapses. In order with moves: after it, none that was not told of it is made. Errors:
/// not_found (no such assignment, or not visible; the item is not, or no longer, in it), forbidden
/// (it is somebody else's), conflict (a hundred others are on the caller's screen already).
[[nodiscard]] Result<Time> use_item(
    Env& env, const Caller& caller, const AssignmentId& assignment, const ItemId& item
);

/// Off the screen. Repeatable. Errors: not_found, forbidden, as there.
[[nodiscard]] Result<Done> end_use(
    Env& env, const Caller& caller, const AssignmentId& assignment, const ItemId& item
);

}  // namespace allot
