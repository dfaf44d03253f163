#include "domain/pace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <numeric>

namespace allot {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

Time at(std::string_view iso) {
  return parse_iso(iso).value();
}

local_days day(int year, unsigned month, unsigned number) {
  return local_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{number}};
}

UserId person(std::string_view name) {
  return {std::string(name) + "@example.org"};
}

/// One person in one task, with the quarters of every day.
struct Noted {
  PersonPace pace;
  QuarterSums over;

  void change(const OwnChange& change) { over = merged(over, note_change(pace, change)); }

  void move(Time time, std::int64_t opened) {
    over = merged(over, note_opened(pace, time, opened));
  }

  [[nodiscard]] QuarterSums all() const { return merged(over, pace.today); }
};

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
  const auto in = [](milliseconds time) {
    return items_per_hour(std::vector<HandledItems>{{.at = {}, .items = 12, .active = time}});
  };
  EXPECT_EQ(in(2s), std::nullopt);
  EXPECT_EQ(in(59'999ms), std::nullopt);
  EXPECT_DOUBLE_EQ(in(1min).value(), 720);
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

// --- against a plain recount

/// What somebody did, each event by itself.
struct Happened {
  Time at;
  int who = 0;
  bool own = true;            // a change of theirs; false: a move
  std::uint64_t handled = 0;  // items
  std::int64_t opened = 0;
};

constexpr int people = 3;

std::vector<Happened> arbitrary_events() {
  auto now = at("2026-10-20T00:00Z") + *rc::gen::inRange(0, 24 * 60) * 1min;
  std::vector<Happened> events;
  const auto count = *rc::gen::inRange(0, 120);
  for (int i = 0; i < count; ++i) {
    const auto step = *rc::gen::weightedElement<int>({{8, 0}, {3, 1}, {1, 2}});
    now += step == 0   ? *rc::gen::inRange(0, 400) * 1'000ms
           : step == 1 ? *rc::gen::inRange(0, 300) * 1min + *rc::gen::inRange(0, 60'000) * 1ms
                       : *rc::gen::inRange(0, 60) * 1h;
    Happened event{.at = now, .who = *rc::gen::inRange(0, people)};
    const auto kind = *rc::gen::inRange(0, 4);
    if (kind <= 1) {
      event.handled = static_cast<std::uint64_t>(
          kind == 0 ? *rc::gen::inRange(1, 3) : *rc::gen::inRange(1, 250)
      );
      event.opened = -static_cast<std::int64_t>(event.handled) - *rc::gen::inRange(0, 2);
    } else if (kind == 2) {
      event.opened = *rc::gen::inRange(0, 5);  // cleared, or annotated only
    } else {
      event.own = false;
      event.opened = *rc::gen::inRange(-20, 40);
    }
    events.push_back(event);
  }
  return events;
}

/// A place that is some quarters off UTC, and some others from a quarter on.
std::vector<UtcOffset> arbitrary_place(Time from) {
  const auto offset = *rc::gen::inRange(-48, 57) * 15min;
  const auto shift = *rc::gen::inRange(-4, 5) * 15min;
  const auto since = from + *rc::gen::inRange(0, 40 * 96) * 15min;
  const auto shifted = std::clamp<std::chrono::seconds>(offset + shift, -12h, 14h);
  return {
      {.since = from, .offset = offset},
      {.since = Time{} + quarter_of(since) * quarter_length, .offset = shifted}
  };
}

local_days day_there(Time time, const std::vector<UtcOffset>& place) {
  const auto offset = time < place[1].since ? place[0].offset : place[1].offset;
  return std::chrono::floor<std::chrono::days>(
      std::chrono::local_time<milliseconds>(time.time_since_epoch() + offset)
  );
}

std::vector<Noted> noted_of(const std::vector<Happened>& events) {
  std::vector<Noted> noted(people);
  for (const auto& event : events) {
    auto& one = noted[static_cast<std::size_t>(event.who)];
    if (event.own) {
      one.change({.at = event.at, .handled = event.handled, .opened = event.opened});
    } else {
      one.move(event.at, event.opened);
    }
  }
  return noted;
}

/// What each handled item of a person took, in ms, and all active time.
struct Recount {
  std::vector<double> items;
  milliseconds active{};
};

Recount recount(const std::vector<Happened>& events, int who) {
  Recount counted;
  std::optional<Time> before;
  milliseconds pending{};
  for (const auto& event : events) {
    if (event.who != who || !event.own) continue;
    if (before && event.at - *before <= 5min) {
      pending += event.at - *before;
      counted.active += event.at - *before;
    }
    before = event.at;
    if (event.handled == 0) continue;
    const auto each = static_cast<double>(pending.count()) / static_cast<double>(event.handled);
    counted.items.insert(counted.items.end(), event.handled, each);
    pending = {};
  }
  return counted;
}

// B-310
RC_GTEST_PROP(Pace, TellsTheSpeedThatAPlainRecountTells, ()) {
  const auto events = arbitrary_events();
  const auto noted = noted_of(events);
  for (int who = 0; who < people; ++who) {
    const auto& pace = noted[static_cast<std::size_t>(who)].pace;
    auto counted = recount(events, who);
    RC_ASSERT(pace.active == counted.active);
    if (counted.items.size() > 200)
      counted.items.erase(counted.items.begin(), counted.items.end() - 200);
    const auto time = std::accumulate(counted.items.begin(), counted.items.end(), 0.0);
    const auto speed = items_per_hour(pace.recent);
    RC_ASSERT(speed.has_value() == (counted.items.size() >= 10 && time >= 60'000));
    if (!speed) continue;
    const auto expected = static_cast<double>(counted.items.size()) / time * 3'600'000;
    RC_ASSERT(std::abs(*speed - expected) < expected * 1e-9);
    RC_ASSERT(pace.recent.size() <= recent_items_max);
  }
}

// B-310
RC_GTEST_PROP(Pace, TellsTheDaysThatAPlainRecountTells, ()) {
  const auto events = arbitrary_events();
  const auto start = events.empty() ? at("2026-10-20T00:00Z") : events.front().at;
  const auto now = (events.empty() ? start : events.back().at) + *rc::gen::inRange(0, 3'000) * 1min;
  const auto place = arbitrary_place(start - 48h);
  const auto count = static_cast<std::size_t>(*rc::gen::inRange(1, 30));
  const LocalDays days(now, count, place);
  const auto noted = noted_of(events);
  std::int64_t left_now = 10'000;
  for (const auto& event : events) left_now += event.opened;

  QuarterSums everybody;
  for (int who = 0; who < people; ++who) {
    const auto sums = noted[static_cast<std::size_t>(who)].all();
    everybody = merged(everybody, sums);
    const auto handled = handled_per_day(days, sums);
    RC_ASSERT(handled.size() == count);
    for (const auto& [day, items] : handled) {
      std::uint64_t expected = 0;
      for (const auto& event : events) {
        const bool is_of_day = std::min(day_there(event.at, place), days.day(count - 1)) == day;
        if (event.who == who && is_of_day) expected += event.handled;
      }
      RC_ASSERT(items == expected);
    }
    milliseconds lately_active{};
    std::optional<Time> before;
    for (const auto& event : events) {
      if (event.who != who || !event.own) continue;
      const bool counts = before && event.at - *before <= 5min;
      // From the quarter that is the 672nd, this one included.
      const auto first = Time{} + (quarter_of(now) - 671) * 15min;
      if (counts && event.at >= first) lately_active += event.at - *before;
      before = event.at;
    }
    RC_ASSERT(active_lately(sums, now) == lately_active);
  }
  const auto left = left_per_day(days, everybody, static_cast<std::uint64_t>(left_now), Time{});
  RC_ASSERT(left.size() == count);
  for (const auto& [day, items] : left) {
    std::int64_t expected = 10'000;
    for (const auto& event : events) {
      if (std::min(day_there(event.at, place), days.day(count - 1)) <= day)
        expected += event.opened;
    }
    RC_ASSERT(static_cast<std::int64_t>(items) == expected);
  }
}

// --- forecast

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
