#include "domain/apportionment.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace allot {
namespace {

UserId person(std::string_view name) {
  return {std::string(name) + "@example.org"};
}

using Parts = std::vector<std::uint64_t>;

// B-031
TEST(Apportion, GivesTheExamplesOfTheContract) {
  EXPECT_EQ(apportion(5, std::vector<double>{80, 20}), (Parts{4, 1}));
  EXPECT_EQ(apportion(12, std::vector<double>{50, 50}), (Parts{6, 6}));
}

// B-031
TEST(Apportion, TiesGoToWhoeverIsNamedEarlier) {
  EXPECT_EQ(apportion(7, std::vector<double>{50, 50}), (Parts{4, 3}));
  EXPECT_EQ(apportion(10, std::vector<double>{100.0 / 3, 100.0 / 3, 100.0 / 3}), (Parts{4, 3, 3}));
}

TEST(Apportion, NobodyWithLoadZeroGetsAnything) {
  EXPECT_EQ(apportion(3, std::vector<double>{0, 100, 0}), (Parts{0, 3, 0}));
}

// B-031
RC_GTEST_PROP(Apportion, HandsOutExactlyAllAndNobodyIsOffByOneOrMore, ()) {
  const auto weights = *rc::gen::suchThat(
      rc::gen::container<std::vector<double>>(
          rc::gen::map(rc::gen::inRange(0, 10'000), [](int weight) { return weight / 100.0; })
      ),
      [](const std::vector<double>& each) {
        return std::accumulate(each.begin(), each.end(), 0.0) > 0;
      }
  );
  const auto count = *rc::gen::inRange<std::uint64_t>(0, 10'000'000);
  const auto parts = apportion(count, weights);
  RC_ASSERT(parts.size() == weights.size());
  RC_ASSERT(std::accumulate(parts.begin(), parts.end(), std::uint64_t{0}) == count);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double exact = static_cast<double>(count) * weights[i] / sum;
    RC_ASSERT(std::abs(static_cast<double>(parts[i]) - exact) < 1.0 + 1e-6);
  }
}

// B-031
TEST(CheckedLoads, SumsWhoIsNamedTwiceAtTheFirstMention) {
  const std::vector<Load> loads{{person("ada"), 30}, {person("ben"), 50}, {person("ada"), 20}};
  const auto checked = checked_loads(loads);
  ASSERT_TRUE(checked.has_value());
  EXPECT_EQ(*checked, (std::vector<Load>{{person("ada"), 50}, {person("ben"), 50}}));
}

// B-031
TEST(CheckedLoads, AllZeroMeansEqualShares) {
  const std::vector<Load> loads{{person("ada"), 0}, {person("ben"), 0}};
  const auto checked = checked_loads(loads);
  ASSERT_TRUE(checked.has_value());
  EXPECT_EQ(apportion(4, *checked), (Parts{2, 2}));
}

// B-031
TEST(CheckedLoads, AcceptsSumsThatRoundToOneHundred) {
  EXPECT_TRUE(checked_loads(std::vector<Load>{{person("ada"), 33.4}, {person("ben"), 66.5}}));
  EXPECT_FALSE(checked_loads(std::vector<Load>{{person("ada"), 90}}));
  EXPECT_FALSE(checked_loads(std::vector<Load>{{person("ada"), 101}}));
}

// B-031, B-210
TEST(CheckedLoads, RefusesWhatIsNoShare) {
  EXPECT_FALSE(checked_loads({}));
  EXPECT_FALSE(checked_loads(std::vector<Load>{{person("ada"), -5}, {person("ben"), 105}}));
  EXPECT_FALSE(
      checked_loads(std::vector<Load>{{person("ada"), std::numeric_limits<double>::infinity()}})
  );
  EXPECT_FALSE(
      checked_loads(std::vector<Load>{{person("ada"), std::numeric_limits<double>::quiet_NaN()}})
  );
}

TEST(CheckedLoads, NameTheFieldAndTheReason) {
  const auto refused = checked_loads(std::vector<Load>{{person("ada"), 50}, {person("ben"), 40}});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().message, "The loads of `workload` must add up to 100, not 90.");
}

}  // namespace
}  // namespace allot
