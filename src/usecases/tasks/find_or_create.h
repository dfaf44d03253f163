#pragma once

#include <span>
#include <variant>

#include "usecases/tasks/create.h"
#include "usecases/tasks/read.h"

namespace allot {

/// Picks the wanted one of these tasks, which come newest first; nullopt when there is none.
using ChooseTask = FunctionRef<std::optional<TaskView>(std::span<const TaskView>)>;

/// The task that was there, or what became of the creation.
using FoundOrMade = std::variant<TaskView, Outcome>;

/// Makes the task unless `choose` finds a wanted one among those of its project that the caller may
/// see (B-044). Looks at a snapshot first, and once more in the transaction of the creation at the
/// tasks that came or changed since: of two callers at once one makes it, and the other gets it.
/// Errors: as create_task.
[[nodiscard]] Result<FoundOrMade> find_or_create_task(
    Env& env, const Caller& caller, const CreateTask& input, ChooseTask choose
);

}  // namespace allot
