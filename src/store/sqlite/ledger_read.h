#pragma once

#include <memory>
#include <optional>

#include "store/sqlite/ledger_state.h"

namespace allot::sqlite {

/// What the transaction sees: the cached entry when its version stands, else a new one that shares
/// with the cached one what did not change. nullptr for an unknown task.
[[nodiscard]] std::shared_ptr<const LedgerEntry> read_ledger(Context& context, const TaskId& task);

}  // namespace allot::sqlite
