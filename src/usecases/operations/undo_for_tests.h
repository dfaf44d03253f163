#pragma once

// What the tests of undo and of the log of operations share.

#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/set_status.h"
#include "usecases/operations/undo.h"

namespace allot::test {

inline std::vector<Load> all_to(std::string_view name) {
  return {{.assignee = World::person(name), .percent = 100}};
}

/// A task of ada's with six open items, in which she is or is not to stay.
class UndoOfAMove : public testing::Test {
 protected:
  UndoOfAMove() : ada(world.assignment({.annotator = "ada", .open_items = 6})) {
    world.join("ben", Role::annotator);
    items = items_of("ada");
  }

  std::vector<ItemId> items_of(std::string_view name) {
    const auto ledger = world.ledger(ada.task);
    const auto* share = ledger.find(World::person(name));
    std::vector<ItemId> ids;
    if (share == nullptr) return ids;
    read(world.env().store, [&](const Transaction& tx) {
      const auto ordinals = share->items().to_vector();
      for (auto& [at, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
      return 0;
    });
    return ids;
  }

  OperationId redistribute(const AssignmentId& from, std::vector<Load> to) {
    const auto outcome = redistribute_assignment(
        world.env(), world.manager(), {.assignment = from, .loads = std::move(to)}
    );
    return std::get<Redistributed>(std::get<Command>(outcome.value()).result).operation;
  }

  OperationId to_ben() { return redistribute(ada.id, all_to("ben")); }

  Result<Outcome> undo(const OperationId& id, MoveOptions how = {}) {
    return undo_operation(world.env(), world.manager(), {.operation = id, .how = std::move(how)});
  }

  Undone undone(const OperationId& id, MoveOptions how = {}) {
    return std::get<Undone>(std::get<Command>(undo(id, std::move(how)).value()).result);
  }

  void complete(std::string_view who, const ItemId& item) {
    ASSERT_OK(set_status(
        world.env(),
        world.caller(who),
        {.where = world.assignment_of(ada.task, who)->id, .items = {item}, .word = "completed"}
    ));
  }

  void annotate(std::string_view who, const ItemId& item) {
    const std::vector<NewAnnotation> one{{.type = "class", .label = "cat"}};
    ASSERT_OK(create_annotations(world.env(), world.caller(who), item, one));
  }

  World world;
  Assignment ada;
  std::vector<ItemId> items;
};

}  // namespace allot::test
