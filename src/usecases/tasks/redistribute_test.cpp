#include "usecases/tasks/redistribute.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/set_status.h"
#include "usecases/assignments/use_item.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/add_items.h"

namespace allot::test {
namespace {

using Loads = std::vector<Load>;

Loads loads(std::initializer_list<std::pair<std::string_view, double>> lines) {
  Loads list;
  for (const auto& [name, percent] : lines) list.push_back({World::person(name), percent});
  return list;
}

class RedistributionOfATask : public testing::Test {
 protected:
  RedistributionOfATask()
      : task(world.task(
            {{.annotator = "ada", .open_items = 8, .completed_items = 2},
             {.annotator = "ben", .open_items = 2}}
        )) {}

  Result<Outcome> redistribute(Loads to, MoveOptions how = {}) {
    return redistribute_task(
        world.env(),
        world.manager(),
        {.task = task.id, .loads = std::move(to), .how = std::move(how)}
    );
  }

  /// Of what the marked items have (mark).
  Result<Outcome> redistribute_marked(Loads to, MoveOptions how) {
    return redistribute_matching(R"({"metadata.user.mark":1})", std::move(to), std::move(how));
  }

  Result<Outcome> redistribute_matching(std::string_view filter, Loads to, MoveOptions how) {
    const auto query = fmt::format(R"({{"filter":{}}})", filter);
    return redistribute_task(
        world.env(),
        world.manager(),
        {.task = task.id, .loads = std::move(to), .which = {.query = query}, .how = std::move(how)}
    );
  }

  void annotate(const ItemId& item) {
    const std::vector<NewAnnotation> one{{.type = "class", .label = "cat"}};
    ASSERT_OK(create_annotations(world.env(), world.manager(), item, one));
  }

  void mark(const ItemId& id, int value) {
    ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      auto item = *tx.items().find(id);
      item.metadata = fmt::format(R"({{"user":{{"mark":{}}}}})", value);
      tx.items().update(item);
      return Done{};
    }));
  }

  Preview preview(Loads to) {
    return std::get<Preview>(redistribute(std::move(to), {.dry_run = true}).value());
  }

  static Expectation expectation_of(const Preview& preview) {
    Expectation expected{.version = preview.version, .people = {}};
    for (const auto& line : preview.plan.people) {
      expected.people.push_back({.person = line.person, .gives = line.gives, .gets = line.gets});
    }
    return expected;
  }

  std::vector<ItemId> open_of(std::string_view name) {
    const auto ledger = world.ledger(task.id);
    std::vector<ItemId> ids;
    read(world.env().store, [&](const Transaction& tx) {
      const auto ordinals = ledger.find(World::person(name))->open.to_vector();
      for (auto& [at, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
      return 0;
    });
    return ids;
  }

  void complete(std::string_view who, const ItemId& item) {
    ASSERT_OK(set_status(
        world.env(),
        world.caller(who),
        {.where = world.assignment_of(task.id, who)->id, .items = {item}, .word = "completed"}
    ));
  }

  World world;
  Task task;
};

// B-290
TEST_F(RedistributionOfATask, SharesAllOpenItemsOut) {
  const auto outcome = redistribute(loads({{"ada", 50}, {"ben", 30}, {"cleo", 20}}));
  ASSERT_OK(outcome);
  EXPECT_EQ(world.items_of("ada"), (Held{.open = 5, .completed = 2}));
  EXPECT_EQ(world.items_of("ben"), (Held{.open = 3}));
  EXPECT_EQ(world.items_of("cleo"), (Held{.open = 2}));
  const auto& command = std::get<Command>(*outcome);
  EXPECT_EQ(std::get<TaskRedistributed>(command.result).task, task.id);
  EXPECT_FALSE(command.plan.has_value());
}

// B-291
TEST_F(RedistributionOfATask, ThatDescribesThePresentStateMovesNothing) {
  EXPECT_EQ(preview(loads({{"ada", 80}, {"ben", 20}})).plan.total(), 0u);
}

// B-298
TEST_F(RedistributionOfATask, LeavesWhatIsInUseWhereItIs) {
  const auto adas = open_of("ada");
  const auto assignment = world.assignment_of(task.id, "ada")->id;
  ASSERT_OK(use_item(world.env(), world.caller("ada"), assignment, adas[0]));
  const auto shown = preview(loads({{"ben", 100}}));
  EXPECT_EQ(shown.plan.left.in_use, 1u);
  ASSERT_OK(redistribute(loads({{"ben", 100}})));
  EXPECT_EQ(open_of("ada"), (std::vector{adas[0]}));
  world.clock.advance(InUse::lasts);
  ASSERT_OK(redistribute(loads({{"ben", 100}})));
  EXPECT_EQ(world.items_of("ada"), (Held{.completed = 2}));
}

// 80 §2: nothing changed.
TEST_F(RedistributionOfATask, KeepsToWhatWasPreviewed) {
  const auto to = loads({{"ada", 50}, {"ben", 50}});
  const auto shown = preview(to);
  const auto outcome = redistribute(to, {.expect = expectation_of(shown)});
  ASSERT_OK(outcome);
  const auto& plan = std::get<Command>(*outcome).plan;
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(*plan, summary_of(shown));
}

// 80 §2: items were handled only.
TEST_F(RedistributionOfATask, IsDoneWithTheRealNumbersWhenItemsWereHandledSince) {
  const auto to = loads({{"ada", 50}, {"ben", 50}});
  const auto expected = expectation_of(preview(to));
  complete("ada", open_of("ada")[0]);
  complete("ada", open_of("ada")[0]);
  const auto outcome = redistribute(to, {.expect = expected});
  ASSERT_OK(outcome);
  EXPECT_EQ(std::get<Command>(*outcome).plan.value().total, 2u);
  EXPECT_EQ(world.items_of("ben"), (Held{.open = 4}));
}

// 80 §2: the rest.
TEST_F(RedistributionOfATask, IsNotDoneWhenThePlanIsAnotherOneNow) {
  const auto to = loads({{"ada", 50}, {"ben", 50}});
  const auto expected = expectation_of(preview(to));
  ASSERT_OK(add_items(
      world.env(),
      world.manager(),
      {.task = task.id,
       .query = World::query_of(world.items(2, "more")),
       .loads = loads({{"ada", 100}})}
  ));
  const auto before = world.snapshot();
  const auto outcome = redistribute(to, {.expect = expected});
  ASSERT_OK(outcome);
  ASSERT_TRUE(std::holds_alternative<PlanChanged>(*outcome));
  const auto& now = std::get<PlanChanged>(*outcome).now;
  EXPECT_EQ(now.plan.total(), 4u);
  EXPECT_EQ(world.snapshot(), before);
  // What came with the refusal can be committed.
  EXPECT_OK(redistribute(to, {.expect = expectation_of(now)}));
}

// 80 §2: as many items of the same people, but other ones.
TEST_F(RedistributionOfATask, IsNotDoneWhenTheQueryPicksOtherItemsNow) {
  const auto to = loads({{"ben", 100}});
  const auto adas = open_of("ada");
  mark(adas[0], 1);
  mark(adas[1], 1);
  const auto shown = std::get<Preview>(redistribute_marked(to, {.dry_run = true}).value());
  ASSERT_EQ(shown.plan.total(), 2u);
  mark(adas[1], 0);
  mark(adas[2], 1);
  const auto outcome = redistribute_marked(to, {.expect = expectation_of(shown)});
  ASSERT_OK(outcome);
  EXPECT_TRUE(std::holds_alternative<PlanChanged>(*outcome));
  EXPECT_EQ(open_of("ada"), adas);
}

// 80 §2: what the query picks is the same, whatever was handled of it, or came elsewhere.
TEST_F(RedistributionOfATask, IsDoneWhenWhatTheQueryPicksWasHandledSince) {
  const auto to = loads({{"ben", 100}});
  const auto adas = open_of("ada");
  mark(adas[0], 1);
  mark(adas[1], 1);
  const auto shown = std::get<Preview>(redistribute_marked(to, {.dry_run = true}).value());
  complete("ada", adas[1]);
  mark(world.items(1, "elsewhere")[0], 1);
  const auto outcome = redistribute_marked(to, {.expect = expectation_of(shown)});
  ASSERT_OK(outcome);
  ASSERT_TRUE(std::holds_alternative<Command>(*outcome));
  EXPECT_EQ(std::get<Command>(*outcome).plan.value().total, 1u);
  EXPECT_EQ(world.items_of("ben"), (Held{.open = 3}));
}

// 80 §2: a query that asks for what nobody has worked on picks less once somebody has.
TEST_F(RedistributionOfATask, IsDoneWhenWhatTheQueryAsksOfWorkWasDoneSince) {
  const auto to = loads({{"ben", 100}});
  const auto adas = open_of("ada");
  for (std::size_t i = 0; i < 4; ++i) mark(adas[i], 1);
  const auto is_done_after = [&](std::string_view of_work, const std::function<void()>& work) {
    const auto filter = fmt::format(R"({{"$and":[{{"metadata.user.mark":1}},{}]}})", of_work);
    const auto shown =
        std::get<Preview>(redistribute_matching(filter, to, {.dry_run = true}).value());
    work();
    const auto outcome = redistribute_matching(filter, to, {.expect = expectation_of(shown)});
    const auto* done = std::get_if<Command>(&outcome.value());
    return done != nullptr && done->plan.value().total + 1 == shown.plan.total();
  };
  EXPECT_TRUE(is_done_after(R"({"annotated":false})", [&] { annotate(adas[0]); }));
  EXPECT_EQ(open_of("ada").front(), adas[0]);
  for (std::size_t i = 4; i < 7; ++i) mark(adas[i], 1);
  EXPECT_TRUE(is_done_after(R"({"metadata.system.refs.metadata.status":{"$exists":false}})", [&] {
    complete("ada", adas[5]);
  }));
}

// 80 §2: as many as before, but other ones, is another plan whatever else the query asks for.
TEST_F(RedistributionOfATask, IsNotDoneWhenAQueryThatAsksOfWorkPicksOtherItemsNow) {
  const auto filter = R"({"$and":[{"metadata.user.mark":1},{"annotated":false}]})";
  const auto to = loads({{"ben", 100}});
  const auto adas = open_of("ada");
  mark(adas[0], 1);
  const auto shown =
      std::get<Preview>(redistribute_matching(filter, to, {.dry_run = true}).value());
  mark(adas[0], 0);
  mark(adas[1], 1);
  const auto outcome = redistribute_matching(filter, to, {.expect = expectation_of(shown)});
  ASSERT_OK(outcome);
  EXPECT_TRUE(std::holds_alternative<PlanChanged>(*outcome));
}

// B-210, B-212, B-147
TEST_F(RedistributionOfATask, IsRefusedAsARedistributionOfAnAssignmentIs) {
  EXPECT_FAILS(redistribute({}), ErrorCode::invalid);
  const auto by = [&](std::string_view who) {
    return redistribute_task(
        world.env(), world.caller(who), {.task = task.id, .loads = loads({{"ben", 100}})}
    );
  };
  EXPECT_FAILS(by("ada"), ErrorCode::forbidden);
  EXPECT_FAILS(by("stranger"), ErrorCode::not_found);
  world.join("ben", Role::annotator, false);
  EXPECT_FAILS(redistribute(loads({{"ben", 100}})), ErrorCode::invalid);
}

// B-203
TEST_F(RedistributionOfATask, MovesOnlyWhatMatches) {
  const auto adas = open_of("ada");
  ASSERT_OK(redistribute_task(
      world.env(),
      world.manager(),
      {.task = task.id,
       .loads = loads({{"ben", 100}}),
       .which = {.query = World::query_of({adas[0], adas[1]})}}
  ));
  EXPECT_EQ(world.items_of("ben"), (Held{.open = 4}));
}

}  // namespace
}  // namespace allot::test
