#include "domain/lifecycle.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace allot {

namespace {

struct Rule {
  TaskStatus status;
  TaskAct act;
  bool allowed;
};

// A dismissed task refuses statuses and moves; deleting and reopening it are allowed (B-122).
constexpr std::array rules{
    Rule{TaskStatus::open, TaskAct::set_status, true},
    Rule{TaskStatus::open, TaskAct::move_work, true},
    Rule{TaskStatus::open, TaskAct::edit, true},
    Rule{TaskStatus::open, TaskAct::dismiss, true},
    Rule{TaskStatus::open, TaskAct::reopen, true},
    Rule{TaskStatus::open, TaskAct::delete_, true},
    Rule{TaskStatus::completed, TaskAct::set_status, true},
    Rule{TaskStatus::completed, TaskAct::move_work, true},
    Rule{TaskStatus::completed, TaskAct::edit, true},
    Rule{TaskStatus::completed, TaskAct::dismiss, true},
    Rule{TaskStatus::completed, TaskAct::reopen, true},
    Rule{TaskStatus::completed, TaskAct::delete_, true},
    Rule{TaskStatus::completed_with_issues, TaskAct::set_status, true},
    Rule{TaskStatus::completed_with_issues, TaskAct::move_work, true},
    Rule{TaskStatus::completed_with_issues, TaskAct::edit, true},
    Rule{TaskStatus::completed_with_issues, TaskAct::dismiss, true},
    Rule{TaskStatus::completed_with_issues, TaskAct::reopen, true},
    Rule{TaskStatus::completed_with_issues, TaskAct::delete_, true},
    Rule{TaskStatus::dismissed, TaskAct::set_status, false},
    Rule{TaskStatus::dismissed, TaskAct::move_work, false},
    Rule{TaskStatus::dismissed, TaskAct::edit, true},
    Rule{TaskStatus::dismissed, TaskAct::dismiss, true},
    Rule{TaskStatus::dismissed, TaskAct::reopen, true},
    Rule{TaskStatus::dismissed, TaskAct::delete_, true},
};

}  // namespace

TaskStatus derive_task_status(const Counts& counts, bool dismissed, bool never_completes) {
  if (dismissed) return TaskStatus::dismissed;
  if (never_completes || counts.total == 0 || counts.remaining() > 0) return TaskStatus::open;
  return counts.issues > 0 ? TaskStatus::completed_with_issues : TaskStatus::completed;
}

AssignmentStatus derive_assignment_status(const Counts& counts) {
  if (counts.completed == 0) return AssignmentStatus::todo;
  if (counts.remaining() > 0) return AssignmentStatus::in_progress;
  return counts.issues > 0 ? AssignmentStatus::completed_with_issues : AssignmentStatus::done;
}

std::string_view name_of(TaskStatus status) {
  switch (status) {
    case TaskStatus::open: return "open";
    case TaskStatus::completed: return "completed";
    case TaskStatus::completed_with_issues: return "completed with issues";
    case TaskStatus::dismissed: return "dismissed";
  }
  return {};
}

std::string_view name_of(AssignmentStatus status) {
  switch (status) {
    case AssignmentStatus::todo: return "todo";
    case AssignmentStatus::in_progress: return "in progress";
    case AssignmentStatus::done: return "done";
    case AssignmentStatus::completed_with_issues: return "completed with issues";
  }
  return {};
}

std::string_view name_of(TaskType type) {
  return type == TaskType::qa ? "qa" : "annotation";
}

bool allows(TaskStatus status, TaskAct act) {
  const auto rule = std::ranges::find_if(rules, [&](const Rule& each) {
    return each.status == status && each.act == act;
  });
  CHECK(rule != rules.end());
  return rule->allowed;
}

std::string canonical_status_word(std::string_view word) {
  if (word == "complete") return "completed";
  if (word == "approve") return "approved";
  return std::string(word);
}

bool is_status_word(std::string_view word, std::span<const std::string> available) {
  if (word == "completed" || word == "approved" || word == "discard") return true;
  return std::ranges::any_of(available, [&](const std::string& own) {
    return canonical_status_word(own) == word;
  });
}

}  // namespace allot
