#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "commands/views.h"

namespace allot::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// So many items go from ada to ben.
Plan plan_of(std::uint64_t total, const std::string& version = "one") {
  Plan plan;
  plan.kind = PlanKind::redistribute;
  plan.version = version;
  plan.total = total;
  plan.undoable = true;
  plan.people = {
      {.assignee_id = "ben@example.org", .assignment_id = "b", .gets = total, .after = total},
      {.assignee_id = "ada@example.org",
       .assignment_id = "a",
       .open = 9,
       .gives = total,
       .after = 9 - total}
  };
  return plan;
}

/// Somebody who looks at what a move will do, and is asked.
class CarryingOut : public testing::Test {
 protected:
  bool carry_out(const Plan& plan, const std::string& answers, bool yes = false) {
    std::istringstream typed(answers);
    Console console(out, notes, typed, {.yes = yes, .is_interactive = true});
    return carry_out_as_shown(console, plan, "Do it?", [this](const std::optional<Plan>& expect) {
      expected.push_back(expect ? expect->version : "nothing");
      if (expected.size() <= changes) throw PlanChanged("It has changed.", plan_of(5, "two"), "id");
    });
  }

  std::ostringstream out;
  std::ostringstream notes;
  std::vector<std::string> expected;  // by what was done
  std::size_t changes = 0;            // so many times it would have been another move
};

// 80 §2
TEST_F(CarryingOut, ShowsTheMoveAsksAndDoesJustThat) {
  EXPECT_TRUE(carry_out(plan_of(3), "y\n"));
  EXPECT_THAT(out.str(), HasSubstr("3 items will change hands:\nPERSON"));
  EXPECT_THAT(out.str(), HasSubstr("Do it? [y/N]"));
  EXPECT_THAT(expected, ElementsAre("one"));
}

TEST_F(CarryingOut, DoesNothingWithoutAYes) {
  EXPECT_THROW((void)carry_out(plan_of(3), "n\n"), Declined);
  EXPECT_THAT(expected, IsEmpty());
}

// B-295
TEST_F(CarryingOut, SaysThatItCannotBeUndoneBeforeItAsks) {
  auto plan = plan_of(3);
  EXPECT_TRUE(carry_out(plan, "y\n"));
  EXPECT_THAT(out.str(), Not(HasSubstr("undone")));
  plan.undoable = false;
  EXPECT_TRUE(carry_out(plan, "y\n"));
  EXPECT_THAT(out.str(), HasSubstr("This cannot be undone.\nDo it? [y/N]"));
}

// 80 §2
TEST_F(CarryingOut, ShowsAndAsksAgainWhereItWouldBeAnotherMoveByNow) {
  changes = 1;
  EXPECT_TRUE(carry_out(plan_of(3), "y\ny\n"));
  EXPECT_THAT(notes.str(), HasSubstr("has changed meanwhile; nothing was done"));
  EXPECT_THAT(out.str(), HasSubstr("5 items will change hands:\n"));
  EXPECT_THAT(expected, ElementsAre("one", "two"));
}

TEST_F(CarryingOut, IsOverWhenOneDoesNotWantTheOtherMove) {
  changes = 1;
  EXPECT_THROW((void)carry_out(plan_of(3), "y\nn\n"), Declined);
  EXPECT_THAT(expected, ElementsAre("one"));
}

TEST_F(CarryingOut, OfNothingIsNotAskedAndNotDone) {
  EXPECT_FALSE(carry_out(plan_of(0), ""));
  EXPECT_THAT(expected, IsEmpty());
  EXPECT_EQ(out.str(), "");
}

// B-295
TEST_F(CarryingOut, AnUndoOfNoItemGivesBackWhoPulls) {
  Plan plan;
  plan.kind = PlanKind::undo;
  plan.version = "one";
  plan.undoable = true;
  EXPECT_TRUE(carry_out(plan, "y\n"));
  EXPECT_THAT(out.str(), HasSubstr("Who pulls will be as before.\nDo it? [y/N]"));
  EXPECT_THAT(expected, ElementsAre("one"));
}

TEST_F(CarryingOut, WithAYesInAdvanceTakesItAsItComes) {
  EXPECT_TRUE(carry_out(plan_of(3), "", true));
  EXPECT_THAT(expected, ElementsAre("nothing"));
  EXPECT_EQ(out.str(), "");
}

std::string printed(const Plan& plan) {
  std::ostringstream out;
  std::istringstream nobody;
  Console console(out, out, nobody, {});
  print_plan(console, plan);
  return out.str();
}

TEST(PrintPlan, TellsWhatBecomesOfTheItems) {
  auto plan = plan_of(2);
  EXPECT_THAT(printed(plan), HasSubstr("2 items would change hands; nothing was changed.\n"));
  plan.kind = PlanKind::undo;
  EXPECT_THAT(printed(plan), HasSubstr("2 items would go back; "));
  plan.total = 0;
  EXPECT_THAT(printed(plan), HasSubstr("Who pulls would be as before; nothing was changed.\n"));
  plan.total = 2;
  plan.kind = PlanKind::batch;
  EXPECT_THAT(printed(plan), HasSubstr("2 items would come from the queue; "));
  plan.kind = PlanKind::clear;
  EXPECT_THAT(printed(plan), HasSubstr("2 items would go back to the queue; "));
  plan.kind = Word<PlanKind>("of a later server");
  EXPECT_THAT(printed(plan), HasSubstr("2 items would change hands; "));
}

TEST(PrintPlan, TellsWhyItemsStay) {
  auto plan = plan_of(2);
  plan.left_handled = 3;
  plan.left_in_use = 4;
  plan.left_not_matching = 5;
  EXPECT_THAT(printed(plan), HasSubstr("3 stay: they have a status.\n"));
  EXPECT_THAT(printed(plan), HasSubstr("4 stay: somebody has them on screen.\n"));
  EXPECT_THAT(printed(plan), HasSubstr("5 stay: the filter leaves them out.\n"));
  plan.kind = PlanKind::undo;
  EXPECT_THAT(printed(plan), HasSubstr("3 stay: a status was set since.\n"));
  EXPECT_THAT(printed(plan), HasSubstr("5 stay: they went on, or were annotated since.\n"));
}

TEST(PrintPlan, TellsOfWhatCannotBeUndone) {
  auto plan = plan_of(2);
  EXPECT_THAT(printed(plan), Not(HasSubstr("undone")));
  plan.undoable = false;
  EXPECT_THAT(printed(plan), HasSubstr("This could not be undone.\n"));
  plan.kind = PlanKind::batch;
  EXPECT_THAT(printed(plan), Not(HasSubstr("undone")));
}

}  // namespace
}  // namespace allot::cli
