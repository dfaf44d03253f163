#include "usecases/tasks/list_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/use_item.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

using Numbers = std::vector<std::size_t>;

/// A task of ada's items 0, 1, 2 and ben's 3, 4, all open.
class ItemsOfATask : public testing::Test {
 protected:
  ItemsOfATask() {
    world.join("ada", Role::annotator);
    world.join("ben", Role::annotator);
    task =
        world.task({{.annotator = "ada", .open_items = 3}, {.annotator = "ben", .open_items = 2}});
    read(world.env().store, [&](const Transaction& tx) {
      const auto members = world.ledger(task.id).members.to_vector();
      for (auto& [ordinal, id] : tx.items().ids(world.dataset(), members)) items.push_back(id);
      return 0;
    });
    asked.task = task.id;
  }

  Result<TaskItemPage> list(std::string_view who = "mia") {
    return list_task_items(world.env(), world.caller(who), asked, window);
  }

  /// Which of the items, by their places in `items`.
  Numbers listed(std::string_view who = "mia") {
    const auto page = list(who);
    EXPECT_OK(page);
    Numbers numbers;
    if (!page) return numbers;
    for (const auto& row : page->items) numbers.push_back(number_of(row.item.id));
    if (window.offset == 0) {
      EXPECT_EQ(page->total, numbers.size());
    }
    return numbers;
  }

  std::size_t number_of(const ItemId& id) {
    return static_cast<std::size_t>(std::ranges::find(items, id) - items.begin());
  }

  void set(const Numbers& which, const std::string& word, std::string_view who = "mia") {
    world.clock.advance(1s);
    SetStatus input{.where = task.id, .items = {}, .word = word};
    for (const auto number : which) input.items.push_back(items[number]);
    ASSERT_OK(set_status(world.env(), world.caller(who), input));
  }

  void annotate(std::size_t number, const std::string& status) {
    const NewAnnotation added{
        .type = "box",
        .label = "cat",
        .metadata = R"({"system":{"status":")" + status + R"("}})",
        .creator = {}
    };
    ASSERT_OK(create_annotations(world.env(), world.manager(), items[number], {added}));
  }

  World world;
  Task task;
  std::vector<ItemId> items;
  AskTaskItems asked;
  Window window{.offset = 0, .size = 100};
};

// B-424
TEST_F(ItemsOfATask, AreByHolderOfAnyPage) {
  EXPECT_EQ(listed(), (Numbers{0, 1, 2, 3, 4}));
  window = {.offset = 2, .size = 2};
  EXPECT_EQ(listed(), (Numbers{2, 3}));
  EXPECT_EQ(list()->total, 5u);
  window = {.offset = 5, .size = 2};
  EXPECT_THAT(listed(), IsEmpty());
  window = {.offset = 0, .size = 0};
  EXPECT_EQ(list()->total, 5u);
}

// B-424
TEST_F(ItemsOfATask, ARowTellsWhoHoldsItWhoSaidWhatAndWhen) {
  set({3}, "completed", "ben");
  asked.assignees = {World::person("ben")};
  const auto page = list();
  ASSERT_OK(page);
  const auto& done = page->items.front();
  EXPECT_EQ(done.item.id, items[3]);
  EXPECT_EQ(done.assignee, World::person("ben"));
  EXPECT_EQ(done.assignment, world.assignment_of(task.id, "ben")->id);
  ASSERT_TRUE(done.status.has_value());
  EXPECT_EQ(done.status->word, "completed");
  EXPECT_EQ(done.status->creator, World::person("ben"));
  EXPECT_EQ(done.status->at, world.clock.now());
  EXPECT_EQ(done.changed_at, world.clock.now());
  EXPECT_EQ(done.annotations, 0u);
  EXPECT_FALSE(done.has_issue || done.for_review || done.in_use);
  EXPECT_EQ(page->items.back().status, std::nullopt);
  EXPECT_LT(page->items.back().changed_at, world.clock.now());
}

// B-424
TEST_F(ItemsOfATask, TheLastChangeIsThatOfAnnotationsToo) {
  world.clock.advance(1h);
  annotate(1, "");
  const auto page = list();
  ASSERT_OK(page);
  EXPECT_EQ(page->items[1].annotations, 1u);
  EXPECT_EQ(page->items[1].changed_at, world.clock.now());
}

// B-424
TEST_F(ItemsOfATask, AreNarrowedByPersonAndAssignment) {
  asked.assignees = {World::person("ben"), World::person("nobody"), World::person("ben")};
  EXPECT_EQ(listed(), (Numbers{3, 4}));
  asked.assignees = {World::person("ben"), World::person("ada")};
  EXPECT_EQ(listed(), (Numbers{0, 1, 2, 3, 4})) << "in the order of the assignments";
  asked.assignment = world.assignment_of(task.id, "ada")->id;
  EXPECT_EQ(listed(), (Numbers{0, 1, 2}));
  asked.assignees = {World::person("ben")};
  EXPECT_THAT(listed(), IsEmpty()) << "both have to be so";
  asked.assignees = {};
  asked.assignment = AssignmentId{std::string(24, 'f')};
  EXPECT_THAT(listed(), IsEmpty());
}

// B-424, B-096
TEST_F(ItemsOfATask, AreNarrowedByStatus) {
  set({0, 3}, "completed");
  set({1}, "discard");
  const auto with = [&](AskTaskItems::Status status, const std::string& word = "") {
    asked.status = status;
    asked.word = word;
    return listed();
  };
  using enum AskTaskItems::Status;
  EXPECT_EQ(with(open), (Numbers{2, 4}));
  EXPECT_EQ(with(word, "completed"), (Numbers{0, 3}));
  EXPECT_EQ(with(word, "complete"), (Numbers{0, 3})) << "read as completed (B-091)";
  EXPECT_EQ(with(word, "discard"), (Numbers{1}));
  EXPECT_THAT(with(word, "approved"), IsEmpty());
  asked.word = "blurry";
  EXPECT_FAILS(list(), ErrorCode::invalid);
  const auto actions = [&](std::vector<std::string> words) {
    ASSERT_OK(update_task(
        world.env(),
        world.manager(),
        {.task = task.id,
         .available_actions = words.empty() ? "[]" : R"([{"action":"blurry"}])",
         .status_words = std::move(words)}
    ));
  };
  actions({"blurry"});
  set({4}, "blurry");
  actions({});
  EXPECT_EQ(with(word, "blurry"), (Numbers{4})) << "given before";
}

// B-424
TEST_F(ItemsOfATask, AreNarrowedByIssue) {
  annotate(1, "issue");
  annotate(4, "review");
  asked.issue = AskTaskItems::Issue::open;
  EXPECT_EQ(listed(), (Numbers{1}));
  EXPECT_TRUE(list()->items.front().has_issue);
  asked.issue = AskTaskItems::Issue::review;
  EXPECT_EQ(listed(), (Numbers{4}));
  EXPECT_TRUE(list()->items.front().for_review);
  asked.assignees = {World::person("ada")};
  EXPECT_THAT(listed(), IsEmpty());
}

// B-424
TEST_F(ItemsOfATask, AreNarrowedToThoseInUse) {
  asked.status = AskTaskItems::Status::in_use;
  EXPECT_THAT(listed(), IsEmpty());
  const auto assignment = world.assignment_of(task.id, "ada")->id;
  ASSERT_OK(use_item(world.env(), world.caller("ada"), assignment, items[1]));
  EXPECT_EQ(listed(), (Numbers{1}));
  const auto use = list()->items.front().in_use;
  ASSERT_TRUE(use.has_value());
  EXPECT_EQ(use->by, World::person("ada"));
  EXPECT_EQ(use->until, world.clock.now() + 90s);
  set({1}, "completed");
  EXPECT_THAT(listed(), IsEmpty()) << "of open ones";
}

// B-425
TEST_F(ItemsOfATask, ByTimeTheLatestStatusIsFirstAndOpenOnesFollow) {
  asked.order = AskTaskItems::Order::time;
  EXPECT_EQ(listed(), (Numbers{0, 1, 2, 3, 4}));
  set({2}, "completed");
  set({0, 4}, "completed");
  EXPECT_EQ(listed(), (Numbers{4, 0, 2, 1, 3}));
  set({2}, "discard");
  EXPECT_EQ(listed(), (Numbers{2, 4, 0, 1, 3}));
  set({0}, "");
  EXPECT_EQ(listed(), (Numbers{2, 4, 0, 1, 3}));
  window = {.offset = 1, .size = 2};
  EXPECT_EQ(listed(), (Numbers{4, 0}));
  window = {.offset = 0, .size = 100};
  asked.assignees = {World::person("ada")};
  EXPECT_EQ(listed(), (Numbers{2, 0, 1}));
  asked.status = AskTaskItems::Status::word;
  asked.word = "discard";
  EXPECT_EQ(listed(), (Numbers{2}));
}

// B-425
TEST_F(ItemsOfATask, ByTimeAReassignmentChangesNothing) {
  asked.order = AskTaskItems::Order::time;
  set({1}, "completed");
  set({0}, "completed");
  EXPECT_EQ(listed(), (Numbers{0, 1, 2, 3, 4}));
  set({4}, "completed");
  ASSERT_OK(reassign_assignment(
      world.env(),
      world.manager(),
      {.assignment = world.assignment_of(task.id, "ada")->id, .to = World::person("cleo")}
  ));
  EXPECT_EQ(listed(), (Numbers{4, 0, 1, 2, 3}));
}

// B-171, B-424
TEST_F(ItemsOfATask, AnAnnotatorSeesTheOwnAssignmentWhoeverIsAskedFor) {
  EXPECT_EQ(listed("ben"), (Numbers{3, 4}));
  asked.assignees = {World::person("ada")};
  EXPECT_THAT(listed("ben"), IsEmpty());
  asked.assignees = {};
  asked.assignment = world.assignment_of(task.id, "ada")->id;
  EXPECT_THAT(listed("ben"), IsEmpty());
  asked.assignment = {};
  asked.order = AskTaskItems::Order::time;
  set({0, 3}, "completed");
  EXPECT_EQ(listed("ben"), (Numbers{3, 4}));
}

// B-170
TEST_F(ItemsOfATask, AreSeenByWhoSeesTheTask) {
  world.join("max", Role::annotation_manager);
  world.join("dave", Role::annotator);
  EXPECT_EQ(listed("max"), (Numbers{0, 1, 2, 3, 4}));
  EXPECT_FAILS(list("dave"), ErrorCode::not_found);
  EXPECT_FAILS(list("eve"), ErrorCode::not_found);
}

// B-171
TEST_F(ItemsOfATask, WhatHappenedInAnothersAssignmentIsNotToldToTheNextHolder) {
  set({0}, "completed", "ada");
  set({0}, "", "ada");
  const auto cleared = world.clock.now();
  ASSERT_OK(reassign_assignment(
      world.env(),
      world.manager(),
      {.assignment = world.assignment_of(task.id, "ada")->id, .to = World::person("cleo")}
  ));
  EXPECT_EQ(list("mia")->items[2].changed_at, cleared) << "cleo's came last";
  EXPECT_LT(list("cleo")->items[0].changed_at, cleared);
}

/// What a page reads, in the database's steps, once its ledger and its order are known.
std::uint64_t steps_of_page(World& world, const AskTaskItems& asked, Window window) {
  const auto ask = [&] {
    const auto page = list_task_items(world.env(), world.manager(), asked, window);
    EXPECT_OK(page);
    if (page) {
      EXPECT_EQ(page->items.size(), window.size);
    }
  };
  ask();
  const auto before = world.env().store.numbers().reader_steps;
  ask();
  return world.env().store.numbers().reader_steps - before;
}

/// A task of ten items for each of so many people, every second one completed.
TaskId half_done_task(World& world, std::size_t people) {
  std::vector<AssignmentOf> shares;
  for (std::size_t i = 0; i < people; ++i) {
    shares.push_back({.annotator = "p" + std::to_string(i), .open_items = 10});
  }
  const auto task = world.task(shares).id;
  read(world.env().store, [&](const Transaction& tx) {
    const auto members = tx.ledgers().of(task)->members.to_vector();
    for (const auto& [ordinal, id] : tx.items().ids(world.dataset(), members)) {
      if (ordinal % 2 == 0) continue;
      EXPECT_OK(set_status(
          world.env(), world.manager(), {.where = task, .items = {id}, .word = "completed"}
      ));
    }
    return 0;
  });
  return task;
}

// B-427
TEST(CostOfTaskItems, IsThatOfTheRowsOfThePageAtAnyDepthInAnyHouse) {
  using enum AskTaskItems::Order;
  const auto steps_in = [](World& world, std::size_t people) {
    const auto task = half_done_task(world, people);
    std::vector<std::uint64_t> steps;
    for (const auto order : {holder, time}) {
      const AskTaskItems asked{.task = task, .order = order};
      steps.push_back(steps_of_page(world, asked, {.offset = 0, .size = 10}));
      steps.push_back(steps_of_page(world, asked, {.offset = people * 10 - 10, .size = 10}));
    }
    return steps;
  };
  World small;
  World large;
  const auto few = steps_in(small, 3);
  const auto many = steps_in(large, 40);
  for (std::size_t i = 0; i < few.size(); ++i) {
    EXPECT_GT(few[i], 0u);
    EXPECT_LE(many[i], few[i] * 3 / 2) << i;
    EXPECT_LE(many[i], few[0] * 3 / 2) << i;
  }
}

// B-427
TEST(CostOfTaskItems, AStatusMakesTheNextPageByTimeReadOneItemMore) {
  World world;
  const AskTaskItems asked{.task = half_done_task(world, 40), .order = AskTaskItems::Order::time};
  const Window page{.offset = 200, .size = 10};
  const auto known = steps_of_page(world, asked, page);
  read(world.env().store, [&](const Transaction& tx) {
    const auto first = tx.ledgers().of(asked.task)->members.select(0);
    const auto id = tx.items().ids(world.dataset(), {&first, 1}).front().second;
    EXPECT_OK(set_status(
        world.env(), world.manager(), {.where = asked.task, .items = {id}, .word = "completed"}
    ));
    return 0;
  });
  const auto before = world.env().store.numbers().reader_steps;
  ASSERT_OK(list_task_items(world.env(), world.manager(), asked, page));
  const auto after_a_status = world.env().store.numbers().reader_steps - before;
  EXPECT_LT(after_a_status, known * 2);
}

}  // namespace
}  // namespace allot::test
