#include "domain/permissions.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace allot {
namespace {

// B-170
TEST(Permissions, TheTableForManagersIsTheOneInForce) {
  std::ifstream file("docs/permissions.csv");
  ASSERT_TRUE(file) << "run from the root of the repository";
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), permissions_csv());
}

// B-170
TEST(Permissions, EveryVerbHasARowWithEveryStanding) {
  EXPECT_EQ(all_standings().size(), 7U);
  for (const auto verb : all_verbs()) {
    EXPECT_FALSE(name_of(verb).empty());
    for (const auto standing : all_standings()) static_cast<void>(may(standing, verb));
  }
}

// B-172
TEST(Permissions, AnnotationManagersMoveWorkOfTheirOwnTasksAlone) {
  EXPECT_FALSE(may(Standing::annotation_manager, Verb::move_work));
  EXPECT_TRUE(may(Standing::manages_task, Verb::move_work));
  EXPECT_TRUE(may(Standing::developer, Verb::move_work));
  EXPECT_TRUE(may(Standing::owner, Verb::move_work));
}

// B-171
TEST(Permissions, AnnotatorsSeeAndChangeOnlyWhatTheyHold) {
  for (const auto verb :
       {Verb::see_data, Verb::see_task, Verb::see_assignment, Verb::set_status, Verb::annotate}) {
    EXPECT_FALSE(may(Standing::annotator, verb));
  }
  EXPECT_TRUE(may(Standing::holds, Verb::set_status));
  EXPECT_FALSE(may(Standing::holds, Verb::move_work));
}

// B-263
TEST(Permissions, AnnotatorsMarkForReviewAndReviewersResolve) {
  EXPECT_TRUE(may(Standing::holds, Verb::mark_for_review));
  EXPECT_FALSE(may(Standing::holds, Verb::resolve_issue));
  EXPECT_FALSE(may(Standing::holds, Verb::open_issue));
  EXPECT_TRUE(may(Standing::holds_review, Verb::resolve_issue));
  EXPECT_TRUE(may(Standing::holds_review, Verb::open_issue));
}

TEST(Permissions, InvitedPeopleMakeNoProjects) {
  EXPECT_FALSE(may(OrgRole::worker, Verb::create_project));
  EXPECT_TRUE(may(OrgRole::member, Verb::create_project));
  EXPECT_FALSE(may(OrgRole::member, Verb::manage_org));
  EXPECT_TRUE(may(OrgRole::admin, Verb::manage_org));
}

TEST(Permissions, RolesAreOrderedByStrength) {
  EXPECT_TRUE(at_least(Role::owner, Role::developer));
  EXPECT_TRUE(at_least(Role::annotation_manager, Role::annotator));
  EXPECT_FALSE(at_least(Role::annotator, Role::annotation_manager));
}

}  // namespace
}  // namespace allot
