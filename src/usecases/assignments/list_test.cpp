#include "usecases/assignments/list.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/world.h"

namespace allot::test {
namespace {

using Ids = std::vector<AssignmentId>;

constexpr Window whole{.offset = 0, .size = 100};

Ids ids_of(const AssignmentPage& page) {
  Ids ids;
  for (const auto& view : page.views) ids.push_back(view.assignment.id);
  return ids;
}

AssignmentPage list(World& world, const AssignmentsAsked& asked, const Window& window) {
  return list_assignments(world.env(), world.manager(), asked, window);
}

/// What the pages of this size show one after the other.
Ids walked(World& world, const AssignmentsAsked& asked, std::uint64_t size) {
  Ids ids;
  for (std::uint64_t offset = 0;; offset += size) {
    const auto page = ids_of(list(world, asked, {.offset = offset, .size = size}));
    if (page.empty()) return ids;
    ids.insert(ids.end(), page.begin(), page.end());
  }
}

/// Another assignment of the task, as if it were made with this id.
void add(
    World& world, const TaskId& task, const char* id, std::string_view annotator, ShareKind kind
) {
  auto added = *world.assignment_of(task, "ada");
  added.id = AssignmentId{id};
  added.name = id;
  added.annotator = World::person(annotator);
  added.kind = kind;
  ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    tx.assignments().put(added);
    return Done{};
  }));
}

/// Tasks whose assignments were made by turns.
struct Interleaved {
  Interleaved() {
    const auto first = world.task({{.annotator = "ada", .open_items = 1}}, "First");
    task = first.id;
    world.task(
        {{.annotator = "ada", .open_items = 1},
         {.annotator = "ben", .open_items = 2},
         {.annotator = "cleo", .open_items = 1}},
        "Second"
    );
    world.task({{.annotator = "dan", .open_items = 1}}, "Third");
    add(world, task, "ffffffffffffffffffffffff", "eve", ShareKind::normal);
  }

  World world;
  TaskId task;
};

TEST(ListAssignments, OfSeveralTasksComeOldestFirstWhateverThePage) {
  Interleaved it;
  const auto all = ids_of(list(it.world, {}, whole));
  ASSERT_EQ(all.size(), 6u);
  EXPECT_TRUE(std::ranges::is_sorted(all));
  for (const auto size : std::initializer_list<std::uint64_t>{1, 2, 3, 5, 7})
    EXPECT_EQ(walked(it.world, {}, size), all);
  EXPECT_EQ(list(it.world, {}, {.offset = 4, .size = 1}).total, 6u);
  EXPECT_EQ(list(it.world, {}, {.offset = 9, .size = 1}).total, 6u);
}

TEST(ListAssignments, OfOneTaskAreFoundByTheirRank) {
  Interleaved it;
  const AssignmentsAsked asked{.task = it.task};
  const auto all = ids_of(list(it.world, asked, whole));
  EXPECT_EQ(walked(it.world, asked, 1), all);
  EXPECT_EQ(all.size(), 2u);
}

TEST(ListAssignments, ThatAreNarrowedComeInTheSameOrder) {
  Interleaved it;
  const AssignmentsAsked open{.active = true};
  EXPECT_EQ(walked(it.world, open, 2).size(), 5u);
  EXPECT_EQ(walked(it.world, open, 2), ids_of(list(it.world, open, whole)));
  const AssignmentsAsked adas{.annotators = {World::person("ada")}};
  EXPECT_EQ(walked(it.world, adas, 1).size(), 2u);
}

TEST(ListAssignments, HiddenOnesAreInNoPage) {
  World world;
  const auto task = world.task({{.annotator = "ada", .open_items = 2}});
  constexpr auto hidden = "ffffffffffffffffffffffff";
  add(world, task.id, hidden, "ada", ShareKind::originals);
  const auto page = list(world, {}, whole);
  EXPECT_EQ(page.total, 1u);
  ASSERT_EQ(page.views.size(), 1u);
  EXPECT_NE(page.views.front().assignment.id, AssignmentId{hidden});
}

}  // namespace
}  // namespace allot::test
