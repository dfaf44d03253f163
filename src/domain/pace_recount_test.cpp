#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "domain/pace.h"
#include "domain/pace_for_tests.h"

namespace allot {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::milliseconds;

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

}  // namespace
}  // namespace allot
