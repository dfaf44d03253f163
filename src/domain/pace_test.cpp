#include "domain/pace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/pace_for_tests.h"

namespace allot {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using testing::ElementsAre;

// --- active time and speed

// B-310
TEST(ActiveTime, IsTheGapsBetweenOwnChangesUpToFiveMinutes) {
  Noted noted;
  auto now = at("2026-11-20T09:00Z");
  for (const auto gap : {0min, 2min, 5min, 6min, 1min}) {
    now += gap;
    noted.change({.at = now});
  }
  EXPECT_EQ(noted.pace.active, 8min);
  EXPECT_EQ(noted.pace.last_change, now);
}

// B-310
TEST(ActiveTime, OfAClockThatWasSetBackIsNone) {
  Noted noted;
  noted.change({.at = at("2026-11-20T09:00Z")});
  noted.change({.at = at("2026-11-20T08:59Z")});
  noted.change({.at = at("2026-11-20T09:00Z")});
  EXPECT_EQ(noted.pace.active, 1min);
}

TEST(ActiveTime, IsNotMadeByMoves) {
  Noted noted;
  noted.change({.at = at("2026-11-20T09:00Z")});
  noted.move(at("2026-11-20T09:01Z"), 40);
  noted.change({.at = at("2026-11-20T09:06Z")});
  EXPECT_EQ(noted.pace.active, 0min);
  EXPECT_EQ(noted.all().front().opened, 40);
}

/// Somebody who handles an item a minute.
Noted one_a_minute(int items) {
  Noted noted;
  auto now = at("2026-11-20T09:00Z");
  noted.change({.at = now});
  for (int i = 0; i < items; ++i) noted.change({.at = now += 1min, .handled = 1, .opened = -1});
  return noted;
}

// B-310
TEST(ItemsPerHour, NeedTenHandledItems) {
  EXPECT_EQ(items_per_hour(one_a_minute(9).pace.recent), std::nullopt);
  EXPECT_DOUBLE_EQ(items_per_hour(one_a_minute(10).pace.recent).value(), 60);
}

// B-310
TEST(ItemsPerHour, AreThoseOfTheLastTwoHundred) {
  auto noted = one_a_minute(300);
  auto now = *noted.pace.last_change;
  for (int i = 0; i < 100; ++i) noted.change({.at = now += 3min, .handled = 1, .opened = -1});
  // 100 at a minute each and 100 at three.
  EXPECT_DOUBLE_EQ(items_per_hour(noted.pace.recent).value(), 200.0 / 400 * 60);
  EXPECT_EQ(noted.pace.recent.size(), 200u);
}

// B-310
TEST(ItemsPerHour, CountCorrectionsAndAnnotationsAsTime) {
  Noted noted;
  auto now = at("2026-11-20T09:00Z");
  noted.change({.at = now});
  for (int i = 0; i < 10; ++i) {
    noted.change({.at = now += 1min});
    noted.change({.at = now += 1min, .handled = 1, .opened = -1});
  }
  EXPECT_DOUBLE_EQ(items_per_hour(noted.pace.recent).value(), 30);
}

// B-310
TEST(ItemsPerHour, TakeTheItemsOfOneChangeForEquallyFast) {
  const std::vector<HandledItems> recent{
      {.at = {}, .items = 400, .active = 4min}, {.at = {}, .items = 100, .active = 3min}
  };
  EXPECT_DOUBLE_EQ(items_per_hour(recent).value(), 200.0 / 4 * 60);  // a quarter of the first
}

TEST(ItemsPerHour, AreUnknownWhereNoTimeWent) {
  Noted noted;
  noted.change({.at = at("2026-11-20T09:00Z"), .handled = 500, .opened = -500});
  EXPECT_EQ(items_per_hour(noted.pace.recent), std::nullopt);
}

// B-310
TEST(ItemsPerHour, AreUnknownWhereLessThanAMinuteWent) {
  const auto in = [](std::chrono::milliseconds time) {
    return items_per_hour(std::vector<HandledItems>{{.at = {}, .items = 12, .active = time}});
  };
  EXPECT_EQ(in(2s), std::nullopt);
  EXPECT_EQ(in(59'999ms), std::nullopt);
  EXPECT_DOUBLE_EQ(in(1min).value(), 720);
}

local_days day(int year, unsigned month, unsigned number) {
  return local_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{number}};
}

// --- days

std::vector<UtcOffset> offsets_of(std::string_view zone, Time now) {
  return utc_offsets(zone, now - std::chrono::days(40), now).value();
}

std::vector<std::uint64_t> items_of(const std::vector<DayItems>& days) {
  std::vector<std::uint64_t> items;
  for (const auto& each : days) items.push_back(each.items);
  return items;
}

TEST(LocalDays, EndWhereThePlaceHasMidnight) {
  const auto now = at("2026-11-20T18:30Z");
  const LocalDays kathmandu(now, 2, offsets_of("Asia/Kathmandu", now));  // 00:15 on the 21st
  EXPECT_EQ(kathmandu.day(1), day(2026, 11, 21));
  EXPECT_EQ(kathmandu.index_of(quarter_of(at("2026-11-20T18:15Z"))), 1u);
  EXPECT_EQ(kathmandu.index_of(quarter_of(at("2026-11-20T18:14Z"))), 0u);
  EXPECT_EQ(kathmandu.index_of(quarter_of(at("2026-11-19T18:15Z"))), 0u);
  EXPECT_EQ(kathmandu.index_of(quarter_of(at("2026-11-19T18:14Z"))), std::nullopt);
  const LocalDays utc(now, 2, offsets_of("UTC", now));
  EXPECT_EQ(utc.day(1), day(2026, 11, 20));
}

TEST(LocalDays, HaveTwentyThreeOrTwentyFiveHoursWhereTheClocksChange) {
  const auto hours_of = [](Time now) {
    const LocalDays days(now, 2, offsets_of("Europe/Berlin", now));
    int quarters = 0;
    for (auto quarter = days.first_quarter(); quarter <= quarter_of(now); ++quarter) {
      quarters += days.index_of(quarter) == 0u ? 1 : 0;
    }
    return quarters / 4;
  };
  EXPECT_EQ(hours_of(at("2026-10-26T12:00Z")), 25);
  EXPECT_EQ(hours_of(at("2027-03-29T12:00Z")), 23);
  EXPECT_EQ(hours_of(at("2026-11-20T12:00Z")), 24);
}

TEST(PerDay, CountsWhatWasHandledOnEachDayOfThePlace) {
  Noted noted;
  noted.change({.at = at("2026-10-24T21:59Z"), .handled = 1});  // 23:59 in Berlin, summer time
  noted.change({.at = at("2026-10-24T22:00Z"), .handled = 2});
  noted.change({.at = at("2026-10-25T22:59Z"), .handled = 4});  // 23:59, winter time
  noted.change({.at = at("2026-10-25T23:00Z"), .handled = 8});
  const auto now = at("2026-10-27T09:00Z");
  const LocalDays days(now, 4, offsets_of("Europe/Berlin", now));
  EXPECT_THAT(
      handled_per_day(days, noted.all()),
      ElementsAre(
          DayItems{day(2026, 10, 24), 1},
          DayItems{day(2026, 10, 25), 6},
          DayItems{day(2026, 10, 26), 8},
          DayItems{day(2026, 10, 27), 0}
      )
  );
}

TEST(Left, IsWhatIsLeftNowLessWhatCameAndWentSince) {
  Noted noted;
  noted.move(at("2026-11-18T10:00Z"), 100);
  noted.change({.at = at("2026-11-18T12:00Z"), .handled = 10, .opened = -10});
  noted.change({.at = at("2026-11-20T12:00Z"), .handled = 20, .opened = -20});
  noted.move(at("2026-11-20T13:00Z"), 5);
  const auto now = at("2026-11-21T09:00Z");
  const LocalDays days(now, 10, offsets_of("UTC", now));
  const auto left = left_per_day(days, noted.all(), 75, at("2026-11-18T10:00Z"));
  EXPECT_EQ(left.front().day, day(2026, 11, 18));  // there was no task before
  EXPECT_THAT(items_of(left), ElementsAre(90, 90, 75, 75));
}

}  // namespace
}  // namespace allot
