#pragma once

#include "usecases/tasks/moving.h"

namespace allot {

struct DeleteTask {
  TaskId task;
  bool only_if_empty = false;  // items left: conflict
  MoveOptions how = {};
};

/// Deletes a task with its assignments and every reference to it; items, annotations and history
/// stay (B-140). A dismissed task may be deleted. QA tasks made from it live on (B-086). Atomic.
/// Cannot be undone. Returns the finished command (`spec.deleteTaskId`) or the preview. Errors:
/// not_found, forbidden (may not edit the task), conflict (only_if_empty and items are left).
[[nodiscard]] Result<Outcome> delete_task(Env& env, const Caller& caller, const DeleteTask& input);

}  // namespace allot
