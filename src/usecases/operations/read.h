#pragma once

#include <vector>

#include "usecases/operations/taking_back.h"

namespace allot {

/// What an undo of an operation would do now, by the same plan; what is in use stays.
struct Undoable {
  std::uint64_t items = 0;
  std::string reason;  // why it would be refused; "" also when it moves no items and
                       // changes the contributors alone
};

struct OperationView {
  Operation operation;
  Undoable undoable;
};

struct OperationPage {
  std::uint64_t total = 0;
  std::vector<OperationView> operations;
};

/// The log of a task (B-283): who moved how much, newest first; `count` of them after the first
/// `offset`. Reads their sets: for the slow lane. Errors: not_found, forbidden (see_operations).
[[nodiscard]] Result<OperationPage> list_operations(
    Env& env, const Caller& caller, const TaskId& task, std::uint64_t offset, std::uint64_t count
);

/// For who may see operations of its task, and for who started it and sees the task: of its people
/// that is themself alone. Errors: not_found (also when its task is gone or not visible),
/// forbidden.
[[nodiscard]] Result<OperationView> read_operation(
    Env& env, const Caller& caller, const OperationId& id
);

/// An item that changed hands; no person: outside of the task, or in its queue.
struct MovedItem {
  ItemId item;
  UserId from;
  UserId to;
};

struct MovedItemPage {
  std::uint64_t total = 0;
  std::vector<MovedItem> items;
};

/// The items of an operation that exist still, in the order of its receivers and then of the items;
/// those alone that went from and to these people. For who only started it those that went from or
/// to themself. Errors: as read_operation.
[[nodiscard]] Result<MovedItemPage> list_moved_items(
    Env& env,
    const Caller& caller,
    const OperationId& id,
    const std::optional<UserId>& from,
    const std::optional<UserId>& to,
    std::uint64_t offset,
    std::uint64_t count
);

/// Who held an item of a task from when to when, and by which move they got it.
struct Holding {
  UserId person;
  Time from;
  std::optional<Time> to;  // nullopt: still
  OperationId operation;
  UserId by;
};

/// Oldest first. Errors: not_found (the item or the task, or the item is of another dataset),
/// forbidden (see_operations).
[[nodiscard]] Result<std::vector<Holding>> list_holders(
    Env& env, const Caller& caller, const ItemId& item, const TaskId& task
);

}  // namespace allot
