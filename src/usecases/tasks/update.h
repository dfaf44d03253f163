#pragma once

#include <optional>
#include <string>
#include <vector>

#include "usecases/tasks/read.h"

namespace allot {

/// A name, and where it stands in what the client sent.
struct NameInBody {
  std::string path;
  std::string name;
};

/// What may change; absent members stay.
struct UpdateTask {
  TaskId task;
  std::optional<std::string> name;
  std::optional<UserId> owner;
  std::optional<std::int64_t> priority;
  std::optional<std::string> due_date;  // number text, epoch ms
  std::optional<RecipeId> recipe;
  std::optional<std::string> available_actions;  // JSON array
  std::vector<std::string> status_words;         // the words in it
  std::vector<NameInBody> action_names;          // the words and the displayed names
  std::optional<std::string> description;        // the text
  std::optional<std::string> query;              // stored for reference; items do not move
  std::optional<std::string> user_metadata;      // replaces all user keys
  /// Of it only enforceDueDate, locked and archive are taken; with `system` all members, merged
  /// deep, but those that the task lives by (consensus, batches, whose recipe it is).
  std::optional<std::string> system_metadata;
  bool system = false;
  std::optional<bool> dismissed;  // true closes, false reopens a dismissed task (B-122)
};

/// Changes a task (B-130). Assignments keep their names (B-072) and see due date and priority
/// through the task (B-076). Atomic. Repeatable. Returns the task as a following read shows it.
/// Errors: not_found, forbidden (may not edit the task), invalid (empty name, priority, a name of
/// an action, a recipe of another project that neither the dataset nor the parent uses, query).
/// What comes as it is stored is not looked at.
[[nodiscard]] Result<TaskView> update_task(Env& env, const Caller& caller, const UpdateTask& input);

}  // namespace allot
