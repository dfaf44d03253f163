#pragma once

#include <optional>
#include <string>

#include "history.h"
#include "model.h"

namespace allot::history {

/// What is wrong with a history; empty when nothing is.
using Finding = std::optional<std::string>;

/// Is there an order of all calls, each at one instant between its invocation and its answer, in
/// which one server that does one thing after the other and begins with `start` would have said
/// just this? Found by depth-first search with the pairs of (calls done, board) already tried kept
/// (Wing and Gong 1993, Lowe 2017). For some hundred calls of a few clients; every call has an
/// answer. The finding names the longest beginning that could be explained and what should have
/// been said next.
[[nodiscard]] Finding find_nonlinearizable(const History& history, const Board& start);

/// The same for long histories whose changes all have their number in the writer's order
/// (`Event::written`): that order is tried alone, so the cost is linear. Reads and refusals are put
/// between changes, as early as their answer allows.
[[nodiscard]] Finding find_contradiction(const History& history, const Board& start);

/// What no read may show, whatever was done: an item twice, in two shares of a task, or in none;
/// counters that do not add up (B-111). Needs no order.
[[nodiscard]] Finding find_impossible_read(const History& history);

}  // namespace allot::history
