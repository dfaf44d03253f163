#pragma once

#include <vector>

#include "usecases/env.h"

namespace allot {

/// What people are told of an event of the outbox (B-282), as far as it is known still: by their
/// addresses, each person's lines together; without ids. Nobody is told what they did themselves.
/// Removed members are among them: `may_be_told` says whom to leave out.
[[nodiscard]] std::vector<InboxLine> inbox_lines_of(const Transaction& tx, const Event& event);

/// A removed member sees nothing of the project any more (B-146).
[[nodiscard]] bool may_be_told(const Transaction& tx, const InboxLine& line);

}  // namespace allot
