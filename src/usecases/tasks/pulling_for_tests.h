#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/world.h"
#include "usecases/assignments/set_status.h"
#include "usecases/members/availability.h"
#include "usecases/operations/read.h"
#include "usecases/tasks/contributors.h"
#include "usecases/tasks/create.h"

namespace allot::test {

/// A pulling task of twelve items, in batches of three, at most six open.
class PullingTask : public testing::Test {
 protected:
  PullingTask() { start({"ada", "ben"}, 12); }

  void start(std::vector<std::string> people, std::size_t count) {
    items = world.items(count, "pictures" + std::to_string(++started_));
    Pulling terms{.batch_size = 3, .max_workload = 6, .allowed = {}, .locked = {}};
    for (const auto& name : people) terms.add(World::person(name));
    const auto outcome = create_task(
        world.env(),
        world.manager(),
        {.name = "Pulling",
         .query = World::query_of(items),
         .project = world.project(),
         .dataset = world.dataset(),
         .recipe = world.recipe(),
         .owner = World::person("mia"),
         .pulling = terms}
    );
    const auto& created = std::get<TaskCreated>(std::get<Command>(outcome.value()).result);
    task = created.task;
  }

  Held held(std::string_view name) { return world.items_of(task, name); }

  Pulling terms() {
    return read(world.env().store, [&](const Transaction& tx) {
      return Pulling(*tx.tasks().find(task)->pulling);
    });
  }

  std::uint64_t waiting() { return allot::waiting(world.ledger(task)); }

  std::vector<ItemId> ids_of(const ItemSet& which) {
    const auto ordinals = which.to_vector();
    std::vector<ItemId> ids;
    read(world.env().store, [&](const Transaction& tx) {
      for (auto& [at, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
      return 0;
    });
    return ids;
  }

  std::vector<ItemId> open_of(std::string_view name) {
    return ids_of(world.ledger(task).find(World::person(name))->open);
  }

  std::vector<ItemId> handled_of(std::string_view name) {
    return ids_of(world.ledger(task).find(World::person(name))->handled());
  }

  /// In their order, front first.
  std::vector<ItemId> queued() {
    std::vector<ItemId> ids;
    for (const auto& waiting : world.ledger(task).queue) {
      for (auto& id : ids_of(waiting)) ids.push_back(std::move(id));
    }
    return ids;
  }

  Result<std::vector<StatusChange>> complete(std::string_view name, std::size_t count) {
    auto open = open_of(name);
    open.resize(count);
    return set_status(
        world.env(), world.caller(name), {.where = task, .items = open, .word = "completed"}
    );
  }

  AssignmentId assignment(std::string_view name) { return world.assignment_of(task, name)->id; }

  void change(ContributorsChange how, std::vector<std::string> names) {
    std::vector<UserId> people;
    for (const auto& name : names) people.push_back(World::person(name));
    ASSERT_OK(change_contributors(
        world.env(), world.manager(), {.task = task, .change = how, .people = people}
    ));
  }

  OperationView newest_view(MoveKind kind) {
    const auto page = list_operations(world.env(), world.manager(), task, 0, 20).value();
    for (const auto& view : page.operations) {
      if (view.operation.plan.kind == kind) return view;
    }
    throw std::runtime_error("no such operation");
  }

  Operation newest(MoveKind kind) { return newest_view(kind).operation; }

  void say(std::string_view name, const std::optional<Availability>& said) {
    ASSERT_OK(set_availability(
        world.env(),
        world.manager(),
        {.project = world.project(), .user = World::person(name), .said = said}
    ));
  }

  [[nodiscard]] Availability away_in(std::chrono::hours wait) const {
    return {.from = world.clock.now() + wait, .until = {}, .hours_per_day = {}};
  }

  /// From now on.
  [[nodiscard]] Availability away_for(std::chrono::hours time) const {
    return {.from = world.clock.now(), .until = world.clock.now() + time, .hours_per_day = {}};
  }

  World world;
  TaskId task;
  std::vector<ItemId> items;
  int started_ = 0;
};

}  // namespace allot::test
