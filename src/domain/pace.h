#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/time_zone.h"
#include "domain/apportionment.h"

// How fast people work, as running sums that each change of theirs adds to, and what is read of
// these: speeds, days, a forecast (B-310, B-311; docs/adr/0045).

namespace allot {

/// A quarter of an hour, counted from the epoch. Clocks all over the world differ from UTC by whole
/// ones, so that every place's days are made of them.
using Quarter = std::int64_t;

inline constexpr std::chrono::minutes quarter_length{15};
inline constexpr std::chrono::minutes active_gap_max{5};     // a longer gap is a break
inline constexpr std::uint64_t recent_items_max = 200;       // that tell how fast somebody is …
inline constexpr std::uint64_t recent_items_min = 10;        // … and fewer tell nothing
inline constexpr std::chrono::minutes recent_active_min{1};  // and so does less time
inline constexpr std::chrono::days lately{7};  // a forecast goes on with what was then

[[nodiscard]] Quarter quarter_of(Time time);
[[nodiscard]] std::chrono::sys_days day_of(Quarter quarter);  // UTC

/// What somebody did in one quarter of an hour.
struct QuarterSum {
  Quarter quarter = 0;
  std::uint64_t handled = 0;           // items that got a status, less those that once had one
  std::chrono::milliseconds active{};  // gaps that ended in it
  std::int64_t opened = 0;             // items left in the task: so many more, or fewer
  bool operator==(const QuarterSum&) const = default;
};

/// Ascending, each quarter once.
using QuarterSums = std::vector<QuarterSum>;

/// Items that were handled in one change.
struct HandledItems {
  Time at;
  std::uint64_t items = 0;
  std::chrono::milliseconds active{};  // since the ones before: what they took
  bool operator==(const HandledItems&) const = default;
};

/// All that is kept of one person in one task, but for the quarters of days that are over.
struct PersonPace {
  std::optional<Time> last_change;      // of the person's own
  std::chrono::milliseconds active{};   // all of it
  std::chrono::milliseconds pending{};  // since items were handled
  std::vector<HandledItems> recent;     // in their order: no more than hold `recent_items_max`
  QuarterSums today;                    // of the UTC day on which something was noted last
  bool operator==(const PersonPace&) const = default;
};

/// A change of somebody's own: of statuses, or (without numbers) of annotations.
struct OwnChange {
  Time at;
  std::uint64_t handled = 0;  // as in QuarterSum
  std::int64_t opened = 0;
};

/// Adds a change. Gives back the quarters of the day before, which is over for this person; empty:
/// it is not.
[[nodiscard]] QuarterSums note_change(PersonPace& pace, const OwnChange& change);
/// Adds what a move, or the server's own rules, did to the items left: nobody's active time.
[[nodiscard]] QuarterSums note_opened(PersonPace& pace, Time at, std::int64_t opened);
/// The sums of both.
[[nodiscard]] QuarterSums merged(const QuarterSums& a, const QuarterSums& b);

/// Of several tasks in one order, no more than hold `recent_items_max`.
[[nodiscard]] std::vector<HandledItems> merged(
    std::vector<HandledItems> a, std::span<const HandledItems> b
);

/// By the last `recent_items_max` items with the active time that they took (the items of one
/// change took the same each); nullopt: fewer than `recent_items_min`, or in less than
/// `recent_active_min`: a script, or many at once.
[[nodiscard]] std::optional<double> items_per_hour(std::span<const HandledItems> recent);

/// The last so many days of a place, today included.
class LocalDays {
 public:
  /// `offsets` of the place from a day before the first day on (utc_offsets); `count` from 1.
  LocalDays(Time now, std::size_t count, std::span<const UtcOffset> offsets);

  [[nodiscard]] std::size_t count() const { return count_; }

  /// The first is 0, today the last.
  [[nodiscard]] std::chrono::local_days day(std::size_t index) const;
  /// nullopt: before the first. What is after today counts as today's.
  [[nodiscard]] std::optional<std::size_t> index_of(Quarter quarter) const;

  /// No quarter before it is in any of the days.
  [[nodiscard]] Quarter first_quarter() const { return first_quarter_; }

 private:
  std::size_t count_;
  std::chrono::local_days first_;
  Quarter first_quarter_;
  std::vector<std::int32_t> indexes_;  // of the quarters from the first on; negative: before it
};

/// Items of a day.
struct DayItems {
  std::chrono::local_days day;
  std::uint64_t items = 0;
  bool operator==(const DayItems&) const = default;
};

/// Items handled on each of the days. `sums` in any order, a quarter as often as it likes.
[[nodiscard]] std::vector<DayItems> handled_per_day(
    const LocalDays& days, std::span<const QuarterSum> sums
);

/// Items left at the end of each of the days, today's now, from the day of `since` on. `sums` are
/// those of everybody: what came and went later is taken off what is left now.
[[nodiscard]] std::vector<DayItems> left_per_day(
    const LocalDays& days, std::span<const QuarterSum> sums, std::uint64_t left_now, Time since
);

/// How fast somebody is, and how much of the time.
struct Speed {
  std::optional<double> items_per_hour;
  std::chrono::milliseconds active_lately{};

  /// While these hours go on; nullopt: nothing tells.
  [[nodiscard]] std::optional<double> items_per_week() const;
};

/// Active time of the seven days up to now: of the 672 newest quarters.
[[nodiscard]] std::chrono::milliseconds active_lately(std::span<const QuarterSum> sums, Time now);
/// The first of those quarters.
[[nodiscard]] Quarter first_lately(Time now);

/// When so many open items are done at this speed; nullopt: nothing is open, or nothing tells.
[[nodiscard]] std::optional<Time> done_by(Time now, std::uint64_t open, const Speed& speed);

struct Worker {
  UserId person;
  Speed speed;
};

/// The loads with which all of them are done at the same time; who has no speed yet counts with the
/// mean of the others, and all with the same when nobody has one. In ten-thousandths of a percent,
/// the sum is 100.
[[nodiscard]] std::vector<Load> balanced_loads(std::span<const Worker> workers);

}  // namespace allot
