#include "domain/availability.h"

#include <gtest/gtest.h>

namespace allot {
namespace {

using namespace std::chrono_literals;

constexpr Time noon = Time{1'798'800'000'000ms};

// B-422
TEST(Availability, SomebodyIsAwayFromTheFirstMomentToTheOneBeforeTheLast) {
  const Availability week{.from = noon, .until = noon + 168h, .hours_per_day = {}};
  EXPECT_FALSE(is_absent(week, noon - 1ms));
  EXPECT_TRUE(is_absent(week, noon));
  EXPECT_TRUE(is_absent(week, noon + 168h - 1ms));
  EXPECT_FALSE(is_absent(week, noon + 168h));
}

// B-422
TEST(Availability, WithoutAnEndItLastsUntilItIsLifted) {
  const Availability open{.from = noon, .until = {}, .hours_per_day = {}};
  EXPECT_TRUE(is_absent(open, noon + 100'000h));
  EXPECT_FALSE(is_absent(open, noon - 1ms));
}

// B-422
TEST(Availability, WhoSaidNothingIsPresent) {
  EXPECT_FALSE(is_absent(std::nullopt, noon));
}

// B-422
TEST(Availability, WhoWorksSomeHoursIsNotAwayAndWhoWorksNoneIs) {
  EXPECT_FALSE(is_absent(Availability{.from = noon, .until = {}, .hours_per_day = 0.5}, noon));
  EXPECT_TRUE(is_absent(Availability{.from = noon, .until = {}, .hours_per_day = 0}, noon));
}

// B-422
TEST(Availability, EndsByItselfOnceAndOnlyWhereSomebodyIsAway) {
  const Availability week{.from = noon, .until = noon + 168h, .hours_per_day = {}};
  EXPECT_EQ(next_return(week, noon - 1h), noon + 168h) << "not away yet";
  EXPECT_EQ(next_return(week, noon + 168h - 1ms), noon + 168h);
  EXPECT_EQ(next_return(week, noon + 168h), std::nullopt) << "is there";
  EXPECT_EQ(next_return(std::nullopt, noon), std::nullopt);
  const Availability for_good{.from = noon, .until = {}, .hours_per_day = {}};
  EXPECT_EQ(next_return(for_good, noon), std::nullopt);
  const Availability mornings{.from = noon, .until = noon + 168h, .hours_per_day = 4};
  EXPECT_EQ(next_return(mornings, noon), std::nullopt);
}

}  // namespace
}  // namespace allot
