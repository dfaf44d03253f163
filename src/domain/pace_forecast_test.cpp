#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>

#include "domain/pace.h"
#include "domain/pace_for_tests.h"

namespace allot {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

UserId person(std::string_view name) {
  return {std::string(name) + "@example.org"};
}

Speed speed(double items_per_hour, milliseconds active_lately) {
  return {.items_per_hour = items_per_hour, .active_lately = active_lately};
}

// B-310
TEST(DoneBy, GoesOnWithTheHoursOfTheLastSevenDays) {
  const auto now = at("2026-11-20T09:00Z");
  // Ten hours a week at 100 an hour.
  EXPECT_EQ(done_by(now, 1'000, speed(100, 10h)), now + 7 * 24h);
  EXPECT_EQ(done_by(now, 500, speed(100, 10h)), now + 84h);
}

// B-310
TEST(DoneBy, IsUnknownWhereNothingWasDoneOrNothingIsOpen) {
  const auto now = at("2026-11-20T09:00Z");
  EXPECT_EQ(done_by(now, 10, {.items_per_hour = 100, .active_lately = {}}), std::nullopt);
  EXPECT_EQ(done_by(now, 10, {.items_per_hour = {}, .active_lately = 1h}), std::nullopt);
  EXPECT_EQ(done_by(now, 0, speed(100, 1h)), std::nullopt);
  EXPECT_EQ(done_by(now, UINT64_MAX, speed(100, 1h)), std::nullopt);
}

std::vector<double> percents(const std::vector<Load>& loads) {
  std::vector<double> percents;
  for (const auto& load : loads) percents.push_back(load.percent);
  return percents;
}

// B-311
TEST(Balanced, GivesByWhatEachGetsDoneInAWeek) {
  const std::vector<Worker> workers{
      {.person = person("ada"), .speed = speed(100, 10h)},
      {.person = person("ben"), .speed = speed(50, 10h)},
      {.person = person("cleo"), .speed = speed(100, 5h)}
  };
  EXPECT_THAT(percents(balanced_loads(workers)), ElementsAre(50, 25, 25));
}

// B-311
TEST(Balanced, CountsWhoHasNoSpeedYetWithTheMeanOfTheOthers) {
  const std::vector<Worker> workers{
      {.person = person("ada"), .speed = speed(100, 10h)},
      {.person = person("ben"), .speed = {}},
      {.person = person("cleo"), .speed = speed(300, 10h)}
  };
  EXPECT_THAT(percents(balanced_loads(workers)), ElementsAre(16.6667, 33.3333, 50));
}

TEST(Balanced, OfPeopleWhoAreAllNewIsTheSameForEach) {
  const std::vector<Worker> workers{
      {.person = person("ada"), .speed = {}}, {.person = person("ben"), .speed = {}}
  };
  EXPECT_THAT(percents(balanced_loads(workers)), ElementsAre(50, 50));
  EXPECT_THAT(balanced_loads({}), IsEmpty());
}

// B-311
RC_GTEST_PROP(Balanced, EverybodyWouldBeDoneAtTheSameTime, ()) {
  std::vector<Worker> workers;
  const auto count = *rc::gen::inRange(1, 40);
  for (int i = 0; i < count; ++i) {
    const bool has_speed = *rc::gen::inRange(0, 4) > 0;
    const auto hours = *rc::gen::inRange(1, 60);
    const auto rate = *rc::gen::inRange(1, 2'000);
    workers.push_back(
        {.person = person(std::to_string(i)),
         .speed = has_speed ? speed(rate / 10.0, hours * 1h) : Speed{}}
    );
  }
  const auto loads = balanced_loads(workers);
  std::int64_t sum = 0;  // in ten-thousandths
  for (const auto& load : loads) sum += std::llround(load.percent * 10'000);
  RC_ASSERT(sum == 1'000'000);
  RC_ASSERT(checked_loads(loads).has_value());

  // A ten-thousandth of a percent is ten items; and nobody gets a part of one.
  constexpr std::uint64_t open = 10'000'000;
  constexpr double unit = 11;
  const auto items = apportion(open, loads);
  const auto now = at("2026-11-20T09:00Z");
  double mean = 0;
  double known = 0;
  for (const auto& worker : workers) {
    mean += worker.speed.items_per_week().value_or(0);
    known += worker.speed.items_per_week() ? 1 : 0;
  }
  mean = known > 0 ? mean / known : 1;
  double earliest = 1e300;
  double latest = 0;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    const auto weekly = workers[i].speed.items_per_week();
    const auto weeks = static_cast<double>(items[i]) / weekly.value_or(mean);
    const auto slack = unit / weekly.value_or(mean);
    earliest = std::min(earliest, weeks + slack);
    latest = std::max(latest, weeks - slack);
    const auto done = done_by(now, items[i], workers[i].speed);
    if (weekly && done) {
      const auto told = static_cast<double>((*done - now).count()) / (7 * 86'400'000.0);
      RC_ASSERT(std::abs(told - weeks) < 1e-6);
    }
  }
  RC_ASSERT(latest <= earliest);
}

}  // namespace
}  // namespace allot
