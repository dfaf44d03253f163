#include "store/scope.h"

#include <gtest/gtest.h>

namespace allot {

namespace {

const ProjectId city{"city"};
const DatasetId roads{"roads"};
const TaskId first{"first"};
const TaskId second{"second"};

TEST(Scope, HoldsWhatItNamesAndNothingElse) {
  const auto scope = Scope::account(UserId{"ada"}) | Scope::project(city) | Scope::dataset(roads);
  EXPECT_TRUE(scope.has_account(UserId{"ada"}));
  EXPECT_FALSE(scope.has_account(UserId{"ben"}));
  EXPECT_TRUE(scope.has_project(city));
  EXPECT_FALSE(scope.has_project(ProjectId{"sea"}));
  EXPECT_TRUE(scope.has_dataset(roads));
  EXPECT_FALSE(scope.has_dataset(DatasetId{"paths"}));
  EXPECT_FALSE(scope.has_house());
  EXPECT_FALSE(Scope().has_house());
}

TEST(Scope, OfAProjectThatOnlyStaysHoldsItNotExclusively) {
  EXPECT_FALSE(Scope::inside(city).has_project(city));
  EXPECT_TRUE((Scope::inside(city) | Scope::project(city)).has_project(city));
  EXPECT_TRUE((Scope::project(city) | Scope::inside(city)).has_project(city));
}

TEST(Scope, CoversWhatIsAsNarrowOrNarrower) {
  const auto both = Scope::project(city) | Scope::dataset(roads) | Scope::account(UserId{"ada"});
  EXPECT_TRUE(both.covers(Scope::inside(city) | Scope::dataset(roads, first)));
  EXPECT_TRUE(both.covers(both));
  EXPECT_FALSE(both.covers(Scope::house()));
  EXPECT_FALSE(both.covers(Scope::everything()));
  EXPECT_FALSE(Scope::inside(city).covers(Scope::project(city)));
  EXPECT_FALSE(both.covers(Scope::account(UserId{"ben"})));
  EXPECT_FALSE(Scope::dataset(roads, first).covers(Scope::dataset(roads)));
  EXPECT_FALSE(Scope::dataset(roads, first).covers(Scope::dataset(roads, second)));
  EXPECT_TRUE((Scope::dataset(roads, first) | Scope::dataset(roads, second))
                  .covers(Scope::dataset(roads, second)));
  EXPECT_TRUE(Scope::everything().covers(both));
  EXPECT_TRUE(both.covers({}));
}

TEST(Scope, WhatAChangeMakesIsItsOwnAndInEveryOther) {
  const auto making = Scope::account(UserId{"ada"}) | Scope::making(city) | Scope::making(roads);
  EXPECT_TRUE(making.has_project(city));
  EXPECT_TRUE(making.has_dataset(roads));
  EXPECT_TRUE(Scope::account(UserId{"ada"}).covers(making));
  EXPECT_FALSE(Scope().covers(making));
}

}  // namespace

}  // namespace allot
