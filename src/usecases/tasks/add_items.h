#pragma once

#include <optional>
#include <string>
#include <vector>

#include "usecases/tasks/moving.h"

namespace allot {

struct AddItems {
  TaskId task;
  std::string query;        // selection query text
  std::vector<Load> loads;  // empty: equally among the present people
  std::optional<std::uint64_t> limit;
  std::string payload = "{}";  // the body as sent, echoed in the command
  MoveOptions how = {};
};

/// Adds the matching items that are not yet in the task: with a workload to those people (somebody
/// new gets a new assignment, B-036), without one equally to the present assignees (B-038). Items
/// already there are left alone (B-037). Atomic. Returns the finished command
/// (`spec.addToTaskPayload`) or the preview. Errors: not_found, forbidden, invalid (query, loads, a
/// removed member, nobody to give them to), conflict (dismissed).
[[nodiscard]] Result<Outcome> add_items(Env& env, const Caller& caller, const AddItems& input);

}  // namespace allot
