#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

/// The names of tasks that were deleted.
using GoneTasks = std::map<TaskId, std::string>;

/// Those of which these lines of the outbox tell.
[[nodiscard]] GoneTasks gone_tasks_in(std::span<const Event> events);

/// What people are told of an event of the outbox (B-282), as far as it is known still: by their
/// addresses, each person's lines together; without ids. Nobody is told what they did themselves,
/// and who only works in a task is told of no colleague.
/// Removed members are among them: `may_be_told` says whom to leave out.
[[nodiscard]] std::vector<InboxLine> inbox_lines_of(
    const Transaction& tx, const Event& event, const GoneTasks& gone
);

/// A removed member sees nothing of the project any more (B-146).
[[nodiscard]] bool may_be_told(const Transaction& tx, const InboxLine& line);

}  // namespace allot
