#include "allot/workload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "allot/errors.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;

std::vector<double> parts(const Workload& workload) {
  std::vector<double> found;
  for (const auto& unit : workload.units()) found.push_back(unit.load);
  return found;
}

/// Whole hundredths of a percent, so that sums are exact.
long hundredths(double load) {
  return std::lround(load * 100);
}

TEST(Workload, IsSharedEqually) {
  EXPECT_THAT(parts(Workload::generate({"a@x.org", "b@x.org"})), ElementsAre(50, 50));
  EXPECT_THAT(
      parts(Workload::generate({"a@x.org", "b@x.org", "c@x.org"})), ElementsAre(33.34, 33.33, 33.33)
  );
  EXPECT_THAT(parts(Workload::generate({"a@x.org"})), ElementsAre(100));
}

// B-031
RC_GTEST_PROP(Workload, SharedEquallyAddsUpToExactlyOneHundred, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 400);
  std::vector<std::string> people;
  for (std::size_t i = 0; i < count; ++i) people.push_back(std::to_string(i) + "@example.org");
  const auto workload = Workload::generate(people);
  RC_ASSERT(workload.units().size() == count);
  long sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& unit = workload.units()[i];
    RC_ASSERT(unit.assignee_id == people[i]);
    RC_ASSERT(static_cast<double>(hundredths(unit.load)) / 100.0 == unit.load);  // two decimals
    RC_ASSERT(hundredths(workload.units().front().load) - hundredths(unit.load) <= 1);
    RC_ASSERT(hundredths(workload.units().front().load) >= hundredths(unit.load));
    sum += hundredths(unit.load);
  }
  RC_ASSERT(sum == 10'000);
  RC_ASSERT(std::abs(workload.total() - 100) < 1e-9);
}

TEST(Workload, TakesTheGivenLoads) {
  const auto workload = Workload::generate({"a@x.org", "b@x.org"}, {99.5, 0.5});
  EXPECT_THAT(parts(workload), ElementsAre(99.5, 0.5));
  EXPECT_EQ(workload.total(), 100);
}

TEST(Workload, NeedsPeopleAndOneLoadForEach) {
  EXPECT_THROW((void)Workload::generate({}), BadRequest);
  EXPECT_THROW((void)Workload::generate({"a@x.org"}, {50, 50}), BadRequest);
  EXPECT_THROW((void)Workload::generate({"a@x.org", "b@x.org"}, {100}), BadRequest);
}

TEST(Workload, IsPutTogetherByHand) {
  Workload workload{{.assignee_id = "a@x.org", .load = 60}};
  EXPECT_FALSE(workload.empty());
  const auto before = workload;
  workload.add("b@x.org", 40);
  EXPECT_THAT(parts(workload), ElementsAre(60, 40));
  EXPECT_THAT(parts(before), ElementsAre(60));
  EXPECT_TRUE(Workload().empty());
}

}  // namespace
}  // namespace allot::sdk_tests
