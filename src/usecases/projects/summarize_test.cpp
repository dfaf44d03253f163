#include "usecases/projects/summarize.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "usecases/annotations/write.h"
#include "usecases/members/availability.h"
#include "usecases/members/remove.h"
#include "usecases/projects/scene_for_tests.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Names = std::vector<std::string>;

Names names_of(const std::vector<ProjectSummary::LateTask>& tasks) {
  Names names;
  for (const auto& task : tasks) names.push_back(task.name);
  return names;
}

/// What stands before `@example.org`.
Names names_of(const std::vector<ProjectSummary::PersonAtWork>& people) {
  Names names;
  for (const auto& each : people) {
    names.push_back(each.person.text.substr(0, each.person.text.find('@')));
  }
  return names;
}

class SummaryOfAProject : public testing::Test {
 protected:
  TaskId task(std::string_view name, const std::vector<AssignmentOf>& people, Time due = {}) {
    const auto id = scene.world.task(people, name).id;
    EXPECT_OK(update_task(
        scene.env, scene.mia, {.task = id, .due_date = std::to_string(to_epoch_ms(due))}
    ));
    return id;
  }

  ProjectSummary summary() { return summary(scene.mia); }

  ProjectSummary summary(const Caller& caller) {
    auto summary = summarize_project(scene.env, caller, scene.city, forecasts);
    EXPECT_OK(summary);
    return summary ? *std::move(summary) : ProjectSummary{};
  }

  void annotate(const ItemId& item, const std::string& status) {
    const NewAnnotation added{
        .type = "box",
        .label = "cat",
        .metadata = R"({"system":{"status":")" + status + R"("}})",
        .creator = {}
    };
    ASSERT_OK(create_annotations(scene.env, scene.mia, item, {added}));
  }

  std::vector<ItemId> items_of(const TaskId& id) {
    return scene.look([&](const Transaction& tx) {
      std::vector<ItemId> items;
      const auto members = tx.ledgers().of(id)->members.to_vector();
      for (auto& [ordinal, item] : tx.items().ids(scene.crossings, members)) items.push_back(item);
      return items;
    });
  }

  Scene scene;
  Time now = scene.env.clock.now();
  Forecasts forecasts;
};

// B-426
TEST_F(SummaryOfAProject, NamesTasksThatAreDueAndHaveOpenItemsTheEarliestFirst) {
  task("late", {{.open_items = 1}}, now - 1h);
  task("later", {{.open_items = 1}}, now - 2h);
  task("done", {{.completed_items = 1}}, now - 1h);
  task("in time", {{.open_items = 1}}, now + 1h);
  task("whenever", {{.open_items = 1}});
  const auto closed = task("closed", {{.open_items = 1}}, now - 1h);
  ASSERT_OK(update_task(scene.env, scene.mia, {.task = closed, .dismissed = true}));
  EXPECT_EQ(names_of(summary().late), (Names{"later", "late"}));
  EXPECT_EQ(summary().late.front().due_date, std::to_string(to_epoch_ms(now - 2h)));
  EXPECT_THAT(summary().forecast_late, IsEmpty()) << "nobody forecasts";
}

// B-426
TEST_F(SummaryOfAProject, NamesTasksThatWillBeLateAsTheForecastTells) {
  const auto late = task("late", {{.open_items = 1}}, now - 1h);
  task("slow", {{.open_items = 1}}, now + 1h);
  const auto quick = task("quick", {{.open_items = 1}}, now + 1h);
  const auto unknown = task("unknown", {{.open_items = 1}}, now + 1h);
  forecasts.done_by =
      [&](const Transaction&, const Task& asked, const auto&) -> std::optional<Time> {
    if (asked.id == unknown) return std::nullopt;
    return now + (asked.id == quick ? 30min : asked.id == late ? 5h : 2h);
  };
  EXPECT_EQ(names_of(summary().forecast_late), (Names{"slow"}));
  EXPECT_EQ(summary().forecast_late.front().done_by, now + 2h);
  EXPECT_EQ(names_of(summary().late), (Names{"late"}));
  EXPECT_EQ(summary().late.front().done_by, now + 5h);
}

// B-426
TEST_F(SummaryOfAProject, NamesWhoHasNothingWhileOthersHaveMuch) {
  for (const auto* name : {"ada", "ben", "cleo"}) scene.member(name, Role::annotator);
  scene.member("dora", Role::developer);
  EXPECT_THAT(summary().without_work, IsEmpty());
  task("cats", {{.annotator = "ada", .open_items = 4}});
  task("dogs", {{.annotator = "ada", .open_items = 2}, {.annotator = "ben", .completed_items = 1}});
  const auto uneven = summary();
  EXPECT_EQ(names_of(uneven.without_work), (Names{"ben", "cleo"})) << "dora is there to manage";
  EXPECT_EQ(names_of(uneven.overloaded), (Names{"ada"}));
  EXPECT_EQ(uneven.overloaded.front().open, 6u);
}

// B-426, B-146
TEST_F(SummaryOfAProject, RemovedMembersAreNotThere) {
  for (const auto* name : {"ada", "ben"}) scene.member(name, Role::annotator);
  task("cats", {{.annotator = "ada", .open_items = 4}, {.annotator = "ben", .completed_items = 1}});
  EXPECT_EQ(names_of(summary().without_work), (Names{"ben"}));
  ASSERT_OK(
      remove_member(scene.env, scene.mia, {.project = scene.city, .user = World::person("ben")})
  );
  EXPECT_THAT(summary().without_work, IsEmpty());
}

// B-426
TEST_F(SummaryOfAProject, NamesAbsentPeopleWithOpenWorkAndNoOthers) {
  for (const auto* name : {"ada", "ben", "cleo"}) scene.member(name, Role::annotator);
  task("cats", {{.annotator = "ada", .open_items = 4}, {.annotator = "ben", .open_items = 1}});
  const auto away = [&](std::string_view name, std::optional<Time> until, double hours = 0) {
    const Availability said{.from = now, .until = until, .hours_per_day = hours};
    ASSERT_OK(set_availability(
        scene.env, scene.mia, {.project = scene.city, .user = World::person(name), .said = said}
    ));
  };
  away("ada", now + 48h);
  away("cleo", std::nullopt);
  away("ben", std::nullopt, 3);
  const auto found = summary();
  EXPECT_EQ(names_of(found.absent), (Names{"ada"}));
  EXPECT_EQ(found.absent.front().open, 4u);
  EXPECT_EQ(found.absent.front().until, now + 48h);
  EXPECT_THAT(found.without_work, IsEmpty()) << "cleo is away";
}

// B-426
TEST_F(SummaryOfAProject, NamesWhoDidNothingForADay) {
  task(
      "cats",
      {{.annotator = "ada", .open_items = 1},
       {.annotator = "ben", .open_items = 3},
       {.annotator = "cleo", .open_items = 1},
       {.annotator = "dave", .completed_items = 1}}
  );
  forecasts.last_active = [&](const Transaction&, const ProjectId&) {
    return std::map<UserId, Time>{
        {World::person("ada"), now - 24h},
        {World::person("ben"), now - 100h},
        {World::person("cleo"), now - 24h + 1ms},
        {World::person("dave"), now - 100h}
    };
  };
  const auto found = summary();
  EXPECT_EQ(names_of(found.idle), (Names{"ben", "ada"}));
  EXPECT_EQ(found.idle.front().last_active, now - 100h);
}

// B-426
TEST_F(SummaryOfAProject, CountsItemsWithIssuesAndForReviewOnceEach) {
  const auto first = task("cats", {{.open_items = 2, .completed_items = 1}});
  const auto items = items_of(first);
  annotate(items[0], "issue");
  annotate(items[2], "issue");
  annotate(items[1], "review");
  annotate(scene.world.items(1).front(), "issue");  // in no task
  // The same items in a review.
  const auto review = create_task(
      scene.env,
      scene.mia,
      {.name = "Review",
       .query = World::query_of(items),
       .project = scene.city,
       .dataset = scene.crossings,
       .recipe = scene.world.recipe(),
       .owner = scene.mia.user,
       .type = TaskType::qa,
       .loads = equal_loads_for({"rita"})}
  );
  ASSERT_OK(review);
  EXPECT_EQ(summary().issues, 2u);
  EXPECT_EQ(summary().for_review, 1u);
}

// B-426, B-171
TEST_F(SummaryOfAProject, WhoSeesOwnWorkAloneGetsASummaryOfThat) {
  const auto ada = scene.member("ada", Role::annotator);
  scene.member("ben", Role::annotator);
  task(
      "ours",
      {{.annotator = "ada", .open_items = 1}, {.annotator = "ben", .open_items = 9}},
      now - 1h
  );
  task("bens", {{.annotator = "ben", .open_items = 1}}, now - 1h);
  task(
      "done by ada",
      {{.annotator = "ada", .completed_items = 1}, {.annotator = "ben", .open_items = 1}},
      now - 1h
  );
  annotate(items_of(scene.world.task({{.annotator = "ben", .open_items = 1}}).id).front(), "issue");
  const auto found = summary(ada);
  EXPECT_EQ(names_of(found.late), (Names{"ours"}));
  EXPECT_THAT(found.without_work, IsEmpty());
  EXPECT_THAT(found.overloaded, IsEmpty());
  EXPECT_EQ(found.issues, 0u);
  EXPECT_EQ(names_of(summary().late), (Names{"ours", "bens", "done by ada"}));
}

// B-426, B-312
TEST_F(SummaryOfAProject, WhoSeesOwnWorkAloneHearsWhenThatWillBeDone) {
  const auto ada = scene.member("ada", Role::annotator);
  scene.member("ben", Role::annotator);
  const std::vector<AssignmentOf> both{
      {.annotator = "ada", .open_items = 1}, {.annotator = "ben", .open_items = 9}
  };
  task("late", both, now - 1h);
  task("slow", both, now + 1h);
  forecasts.done_by = [&](const Transaction&, const Task&, const std::optional<UserId>& only_of) {
    return std::optional<Time>(now + (only_of == World::person("ada") ? 5min : 9h));
  };
  EXPECT_EQ(summary(ada).late.front().done_by, now + 5min);
  EXPECT_THAT(summary(ada).forecast_late, IsEmpty()) << "ben is slow, not ada";
  EXPECT_EQ(summary().late.front().done_by, now + 9h);
  EXPECT_EQ(names_of(summary().forecast_late), (Names{"slow"}));
}

// B-170
TEST_F(SummaryOfAProject, IsForWhoSeesTheProject) {
  const auto eve = scene.stranger("eve");
  EXPECT_FAILS(summarize_project(scene.env, eve, scene.city), ErrorCode::not_found);
  scene.world.assignment({.annotator = "eve", .open_items = 1});
  EXPECT_OK(summarize_project(scene.env, eve, scene.city));
}

// B-426
TEST_F(SummaryOfAProject, EachListHasTwentyAtMost) {
  for (int i = 0; i < 25; ++i) {
    task(
        "t" + std::to_string(i), {{.annotator = "p" + std::to_string(i), .open_items = 1}}, now - 1h
    );
  }
  EXPECT_THAT(summary().late, SizeIs(20));
}

// B-427
TEST_F(SummaryOfAProject, CostsWhatIsInTheProject) {
  task("cats", {{.annotator = "ada", .open_items = 2}});
  const auto steps = [&] {
    summary();
    const auto before = scene.env.store.numbers().reader_steps;
    summary();
    return scene.env.store.numbers().reader_steps - before;
  };
  const auto alone = steps();
  EXPECT_GT(alone, 0u);
  for (int i = 0; i < 30; ++i) {
    const auto elsewhere = task("x" + std::to_string(i), {{.annotator = "ben", .open_items = 1}});
    ASSERT_OK(write(scene.env.store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      auto row = *tx.tasks().find(elsewhere);
      row.project = ProjectId{"elsewhere"};
      tx.tasks().put(row);
      return Done{};
    }));
  }
  EXPECT_LE(steps(), alone + 10);
}

}  // namespace
}  // namespace allot::test
