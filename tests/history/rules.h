#pragma once

#include <map>

#include "domain/ledger.h"
#include "history.h"
#include "linearizable.h"

namespace allot::history {

/// What moves may never do, told from who had what and without a plan of the domain's: an item lost
/// or doubled, a batch over somebody's limit or one that did not come, an item in use that moved
/// unasked, an undo of what was handled or annotated since, or one that left untouched items. For
/// histories whose changes all have their number. `end`: the ledgers when all was done.
[[nodiscard]] Finding find_broken_rule(const History& history, const std::map<TaskId, Ledger>& end);

/// A preview that changed something, or that the move right after it did not keep to although
/// nothing came between. Needs no order.
[[nodiscard]] Finding find_wrong_preview(const History& history);

}  // namespace allot::history
