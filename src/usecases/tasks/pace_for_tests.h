#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/must.h"
#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/set_status.h"
#include "usecases/tasks/pace.h"

namespace allot::test {

/// ada and ben hold items of one task.
class PaceTest : public testing::Test {
 protected:
  PaceTest() {
    for (const auto* const name : {"ada", "ben"}) world.join(name, Role::annotator);
  }

  Task make_task(std::size_t ada, std::size_t ben, std::string_view name = "Task") {
    return world.task(
        {{.annotator = "ada", .open_items = ada}, {.annotator = "ben", .open_items = ben}}, name
    );
  }

  std::vector<ItemId> items_of(const Task& of, std::string_view name) {
    const auto held = world.ledger(of.id).find(World::person(name))->items();
    return read(world.env().store, [&](const Transaction& tx) {
      std::vector<ItemId> ids;
      const auto ordinals = held.to_vector();
      for (auto& [ordinal, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
      return ids;
    });
  }

  void set(std::string_view who, std::vector<ItemId> items, const std::string& word) {
    must(set_status(
        world.env(), world.caller(who), {.where = task.id, .items = std::move(items), .word = word}
    ));
  }

  AnnotationId annotate(std::string_view who, const ItemId& item, bool issue = false) {
    const NewAnnotation added{
        .type = "box",
        .label = "car",
        .metadata = issue ? R"({"system":{"status":"issue"}})" : "{}",
        .creator = {}
    };
    return must(create_annotations(world.env(), world.caller(who), item, {added})).front().id;
  }

  /// A minute apart, each after a minute.
  void handle_each(std::string_view who, const std::vector<ItemId>& items) {
    for (const auto& item : items) {
      world.clock.advance(std::chrono::minutes{1});
      set(who, {item}, "completed");
    }
  }

  TaskPace pace(const PaceDays& days = {}, std::string_view who = "mia") {
    return must(read_task_pace(world.env(), world.caller(who), task.id, days));
  }

  PaceOfPerson pace_of(std::string_view name) {
    for (auto& person : pace().pace.people) {
      if (person.person == World::person(name)) return std::move(person);
    }
    throw std::runtime_error("nobody of that name");
  }

  std::vector<std::uint64_t> left(std::uint64_t days) {
    std::vector<std::uint64_t> items;
    for (const auto& each : pace({.count = days}).pace.left) items.push_back(each.items);
    return items;
  }

  std::uint64_t handled_today(std::string_view name) { return pace_of(name).per_day.back().items; }

  World world;
  Task task = make_task(30, 10);
  std::vector<ItemId> adas = items_of(task, "ada");
  std::vector<ItemId> bens = items_of(task, "ben");
};

}  // namespace allot::test
