#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/plan.h"
#include "usecases/env.h"

namespace allot {

// What is asked of a move before it is planned.

/// Errors: invalid (`given` is another task's id).
[[nodiscard]] Result<Done> require_same_task(const Task& task, const std::optional<TaskId>& given);

/// Errors: conflict (the task is dismissed).
[[nodiscard]] Result<Done> require_allows(const Task& task, TaskAct act);

/// Errors: invalid (somebody among them is a removed member, B-147). `field` names where the
/// address was given.
[[nodiscard]] Result<Done> require_active(
    const Transaction& tx,
    const ProjectId& project,
    std::span<const Load> loads,
    std::string_view field
);

/// The first of these people who was removed from the contributors of the pulling task (B-055) and
/// is not among who comes back.
[[nodiscard]] std::optional<UserId> find_locked(
    const Task& task, std::span<const UserId> people, std::span<const UserId> returning = {}
);

/// Errors: invalid (somebody among them was removed from the contributors of the pulling task,
/// B-055).
[[nodiscard]] Result<Done> require_unlocked(
    const Task& task, std::span<const Load> loads, std::string_view field
);

/// Errors: as checked_loads, require_active and require_unlocked.
[[nodiscard]] Result<std::vector<Load>> receivers(
    const Transaction& tx, const Task& task, std::span<const Load> loads
);

}  // namespace allot
