#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usecases/assignments/set_status.h"
#include "usecases/items/order.h"

namespace allot {

/// Which items of a task, and in which order. What is empty narrows nothing.
struct AskTaskItems {
  enum class Status { any, open, in_use, word };
  enum class Issue { any, open, review };
  enum class Order { holder, time };

  TaskId task;
  std::vector<UserId> assignees;
  std::optional<AssignmentId> assignment;
  Status status = Status::any;
  std::string word;  // with Status::word
  Issue issue = Issue::any;
  Order order = Order::holder;
};

/// An item of a task as lists show it.
struct TaskItem {
  Item item;
  AssignmentId assignment;  // empty, and so is `assignee`: it waits in the queue, or has copies
  UserId assignee;
  std::optional<StatusEntry> status;
  bool has_issue = false;
  bool for_review = false;
  std::optional<ItemInUse> in_use;
  std::uint64_t annotations = 0;
  Time changed_at;  // of the item, its annotations, or its status in the task
};

struct TaskItemPage {
  std::vector<TaskItem> items;
  std::uint64_t total = 0;  // of all pages
};

/// A page of the items of a task. By holder: assignments in the order in which they were created,
/// in each the order of the dataset, then the queue from its front. By time: the status that was
/// given last first, then open items in the order of the dataset. Of a quality task the originals
/// are shown, and the copies of a person when that person is asked for. Who holds an assignment and
/// may not see others is shown their own alone, whoever is asked for (B-171).
/// Any page costs the same: a look at each assignment, and the rows that are shown.
/// Errors: not_found, invalid (`word` is no status of the task).
/// Source: docs/spec/operations.md#lists-of-work, ADR 0044.
[[nodiscard]] Result<TaskItemPage> list_task_items(
    Env& env, const Caller& caller, const AskTaskItems& asked, const Window& page
);

}  // namespace allot
