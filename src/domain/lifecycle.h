#pragma once

#include <span>
#include <string_view>

#include "domain/ledger.h"

namespace allot {

/// Derived but for `dismissed` (B-120, B-121). Wire words: `open`, `completed`, `completed with
/// issues`, `dismissed`.
enum class TaskStatus { open, completed, completed_with_issues, dismissed };

/// Derived (B-073). Wire words: `todo`, `in progress`, `done`, `completed with issues`.
enum class AssignmentStatus { todo, in_progress, done, completed_with_issues };

enum class TaskType { annotation, qa };

/// `never_completes`: a qualification task (B-123).
[[nodiscard]] TaskStatus derive_task_status(
    const Counts& counts, bool dismissed, bool never_completes = false
);
[[nodiscard]] AssignmentStatus derive_assignment_status(const Counts& counts);

[[nodiscard]] std::string_view name_of(TaskStatus status);
[[nodiscard]] std::string_view name_of(AssignmentStatus status);
[[nodiscard]] std::string_view name_of(TaskType type);

/// What may be done with a task in each state: one table.
enum class TaskAct { set_status, move_work, edit, dismiss, reopen, delete_ };

[[nodiscard]] bool allows(TaskStatus status, TaskAct act);

/// `complete` and `approve` are read as `completed` and `approved` (B-091).
[[nodiscard]] std::string canonical_status_word(std::string_view word);

/// Is the canonical `word` accepted in a task whose own words are `available`? (B-091)
[[nodiscard]] bool is_status_word(std::string_view word, std::span<const std::string> available);

}  // namespace allot
