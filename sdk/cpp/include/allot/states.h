#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace allot::inline v1 {

// The states, roles and kinds that a server tells of, as types. Words that people make up
// themselves (what is set on an item, labels, types of annotations) are texts.

/// What a server calls the values of `Known`, in their order.
template <class Known>
inline constexpr std::array<std::string_view, 0> words_of{};

/// A word of a server: one of `Known`, or one of a later server that is not known here and is kept
/// as it came. A value; equal when the words are.
///
///   if (task.status == allot::TaskStatus::dismissed) …
///   if (const auto status = task.status.known()) switch (*status) …
template <class Known>
class Word {
 public:
  Word() = default;  // none: the server did not say

  Word(Known known) : text_(words_of<Known>.at(static_cast<std::size_t>(known))) {}

  explicit Word(std::string text) : text_(std::move(text)) {}

  /// Nothing for a word that is not known here.
  [[nodiscard]] std::optional<Known> known() const {
    const auto& words = words_of<Known>;
    const auto* const found = std::ranges::find(words, text_);
    if (found == words.end()) return std::nullopt;
    return static_cast<Known>(found - words.begin());
  }

  /// As the server says it: "completed with issues".
  [[nodiscard]] const std::string& text() const { return text_; }

  friend bool operator==(const Word&, const Word&) = default;

 private:
  std::string text_;
};

/// Of a member in a project.
enum class Role { owner, developer, annotation_manager, annotator };

template <>
inline constexpr std::array<std::string_view, 4> words_of<Role>{
    "owner", "engineer", "annotationManager", "annotator"
};

/// Pending: has no account yet, and gets in by an invitation.
enum class MemberStatus { active, pending };

template <>
inline constexpr std::array<std::string_view, 2> words_of<MemberStatus>{"active", "pending"};

enum class TaskType { annotation, qa };

template <>
inline constexpr std::array<std::string_view, 2> words_of<TaskType>{"annotation", "qa"};

enum class TaskStatus { open, completed, completed_with_issues, dismissed };

template <>
inline constexpr std::array<std::string_view, 4> words_of<TaskStatus>{
    "open", "completed", "completed with issues", "dismissed"
};

enum class AssignmentStatus { todo, in_progress, done, completed_with_issues };

template <>
inline constexpr std::array<std::string_view, 4> words_of<AssignmentStatus>{
    "todo", "in progress", "done", "completed with issues"
};

enum class ItemType { file, folder };

template <>
inline constexpr std::array<std::string_view, 2> words_of<ItemType>{"file", "dir"};

/// What an item's reference leads to.
enum class ReferenceType { task, assignment };

template <>
inline constexpr std::array<std::string_view, 2> words_of<ReferenceType>{"task", "assignment"};

enum class AnnotationStatus { issue, review, approved };

template <>
inline constexpr std::array<std::string_view, 3> words_of<AnnotationStatus>{
    "issue", "review", "approved"
};

enum class CommandStatus { created, in_progress, success, failed, canceled };

template <>
inline constexpr std::array<std::string_view, 5> words_of<CommandStatus>{
    "created", "in-progress", "success", "failed", "canceled"
};

/// What a plan is for, or an operation was.
enum class PlanKind {
  create,
  add,
  remove,
  redistribute,
  reassign,
  delete_assignment,
  delete_task,
  undo,
  contributors,
  batch,
  clear,
  idle
};

template <>
inline constexpr std::array<std::string_view, 12> words_of<PlanKind>{
    "create",
    "add",
    "remove",
    "redistribute",
    "reassign",
    "delete_assignment",
    "delete_task",
    "undo",
    "contributors",
    "batch",
    "clear",
    "idle"
};

/// A number to the server; another one than these is kept.
enum class Priority : int { low = 1, medium = 2, high = 3 };

/// What a line of an inbox tells.
enum class InboxKind {
  assigned,   // work came
  moved,      // work went to somebody else
  withdrawn,  // work left the task
  returned,   // there is an issue on own work
  answered,   // an own issue was marked for review
  due_soon,   // within a day
  overdue,
  completed,  // an own task
  idle        // work went back to the queue
};

template <>
inline constexpr std::array<std::string_view, 9> words_of<InboxKind>{
    "assigned",
    "moved",
    "withdrawn",
    "returned",
    "answered",
    "due_soon",
    "overdue",
    "completed",
    "idle"
};

}  // namespace allot::inline v1
