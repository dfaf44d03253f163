#include "domain/pace.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"

namespace allot {

namespace {

using std::chrono::milliseconds;

/// Adds to its quarter, wherever that is among them: mostly it is the last, or a new one behind it.
void add(QuarterSums& sums, const QuarterSum& sum) {
  const auto place = std::ranges::lower_bound(sums, sum.quarter, {}, &QuarterSum::quarter);
  if (place == sums.end() || place->quarter != sum.quarter) {
    sums.insert(place, sum);
    return;
  }
  place->handled += sum.handled;
  place->active += sum.active;
  place->opened += sum.opened;
}

bool is_nothing(const QuarterSum& sum) {
  return sum.handled == 0 && sum.active == milliseconds{} && sum.opened == 0;
}

/// Gives the day back that is over, if this is another one.
QuarterSums note(PersonPace& pace, const QuarterSum& sum) {
  QuarterSums over;
  if (is_nothing(sum)) return over;
  auto& today = pace.today;
  if (!today.empty() && day_of(today.front().quarter) != day_of(sum.quarter)) today.swap(over);
  add(today, sum);
  return over;
}

/// Takes the oldest away as long as the others hold enough.
void keep_enough(std::vector<HandledItems>& recent) {
  std::uint64_t items = 0;
  auto oldest = recent.rbegin();
  while (oldest != recent.rend() && items < recent_items_max) items += (oldest++)->items;
  recent.erase(recent.begin(), oldest.base());
}

double hours(milliseconds time) {
  return std::chrono::duration<double, std::ratio<3600>>(time).count();
}

}  // namespace

Quarter quarter_of(Time time) {
  constexpr auto length = milliseconds(quarter_length);
  const auto since = time.time_since_epoch();
  const auto quarter = since / length;
  return since % length < milliseconds{} ? quarter - 1 : quarter;
}

std::chrono::sys_days day_of(Quarter quarter) {
  return std::chrono::floor<std::chrono::days>(Time{} + quarter * quarter_length);
}

QuarterSums note_change(PersonPace& pace, const OwnChange& change) {
  milliseconds active{};
  if (pace.last_change) active = change.at - *pace.last_change;
  // A clock that was set back tells nothing either.
  if (active < milliseconds{} || active > active_gap_max) active = {};
  pace.last_change = change.at;
  pace.active += active;
  pace.pending += active;
  if (change.handled > 0) {
    pace.recent.push_back({.at = change.at, .items = change.handled, .active = pace.pending});
    pace.pending = {};
    keep_enough(pace.recent);
  }
  return note(
      pace,
      {.quarter = quarter_of(change.at),
       .handled = change.handled,
       .active = active,
       .opened = change.opened}
  );
}

QuarterSums note_opened(PersonPace& pace, Time at, std::int64_t opened) {
  return note(pace, {.quarter = quarter_of(at), .opened = opened});
}

QuarterSums merged(const QuarterSums& a, const QuarterSums& b) {
  auto both = a;
  for (const auto& sum : b) add(both, sum);
  return both;
}

std::vector<HandledItems> merged(std::vector<HandledItems> a, std::span<const HandledItems> b) {
  a.insert(a.end(), b.begin(), b.end());
  std::ranges::stable_sort(a, {}, &HandledItems::at);
  keep_enough(a);
  return a;
}

std::optional<double> items_per_hour(std::span<const HandledItems> recent) {
  double items = 0;
  double time = 0;  // ms
  for (auto change = recent.rbegin(); change != recent.rend(); ++change) {
    const auto wanted = static_cast<double>(recent_items_max) - items;
    if (wanted <= 0) break;
    const auto has = static_cast<double>(change->items);
    const auto taken = std::min(has, wanted);
    items += taken;
    time += static_cast<double>(change->active.count()) * taken / has;
  }
  constexpr auto time_min = static_cast<double>(milliseconds(recent_active_min).count());
  if (items < static_cast<double>(recent_items_min) || time < time_min) return std::nullopt;
  return items / time * static_cast<double>(milliseconds(std::chrono::hours(1)).count());
}

LocalDays::LocalDays(Time now, std::size_t count, std::span<const UtcOffset> offsets)
    : count_(count) {
  CHECK(count > 0 && !offsets.empty());
  // Offsets are from −12 to +14 hours.
  constexpr std::chrono::hours most{16};
  auto valid = offsets.begin();
  const auto local_day = [&](Time time) {
    while (valid + 1 != offsets.end() && (valid + 1)->since <= time) ++valid;
    while (valid != offsets.begin() && time < valid->since) --valid;
    return std::chrono::floor<std::chrono::days>(
        std::chrono::local_time<milliseconds>(time.time_since_epoch() + valid->offset)
    );
  };
  first_ = local_day(now) - std::chrono::days(count - 1);
  first_quarter_ = quarter_of(Time(first_.time_since_epoch()) - most);
  const auto last_quarter = quarter_of(now);
  indexes_.reserve(static_cast<std::size_t>(last_quarter - first_quarter_ + 1));
  for (auto quarter = first_quarter_; quarter <= last_quarter; ++quarter) {
    const auto day = local_day(Time{} + quarter * quarter_length);
    indexes_.push_back(static_cast<std::int32_t>((day - first_).count()));
  }
}

std::chrono::local_days LocalDays::day(std::size_t index) const {
  return first_ + std::chrono::days(index);
}

std::optional<std::size_t> LocalDays::index_of(Quarter quarter) const {
  if (quarter < first_quarter_) return std::nullopt;
  const auto place = static_cast<std::size_t>(quarter - first_quarter_);
  if (place >= indexes_.size()) return count_ - 1;
  if (indexes_[place] < 0) return std::nullopt;
  return std::min(static_cast<std::size_t>(indexes_[place]), count_ - 1);
}

std::vector<DayItems> handled_per_day(const LocalDays& days, std::span<const QuarterSum> sums) {
  std::vector<DayItems> handled;
  for (std::size_t i = 0; i < days.count(); ++i) handled.push_back({.day = days.day(i)});
  for (const auto& sum : sums) {
    if (const auto index = days.index_of(sum.quarter)) handled[*index].items += sum.handled;
  }
  return handled;
}

std::vector<DayItems> left_per_day(
    const LocalDays& days, std::span<const QuarterSum> sums, std::uint64_t left_now, Time since
) {
  std::vector<std::int64_t> opened(days.count(), 0);
  for (const auto& sum : sums) {
    if (const auto index = days.index_of(sum.quarter)) opened[*index] += sum.opened;
  }
  const auto first = days.index_of(quarter_of(since)).value_or(0);
  std::vector<DayItems> left;
  auto items = static_cast<std::int64_t>(left_now);
  for (auto i = days.count(); i-- > first;) {
    left.push_back(
        {.day = days.day(i), .items = static_cast<std::uint64_t>(std::max<std::int64_t>(items, 0))}
    );
    items -= opened[i];
  }
  std::ranges::reverse(left);
  return left;
}

std::optional<double> Speed::items_per_week() const {
  if (!items_per_hour || active_lately <= milliseconds{}) return std::nullopt;
  return *items_per_hour * hours(active_lately);
}

Quarter first_lately(Time now) {
  return quarter_of(now) + 1 - lately / quarter_length;
}

milliseconds active_lately(std::span<const QuarterSum> sums, Time now) {
  const auto first = first_lately(now);
  milliseconds active{};
  for (const auto& sum : sums) {
    if (sum.quarter >= first) active += sum.active;
  }
  return active;
}

std::optional<Time> done_by(Time now, std::uint64_t open, const Speed& speed) {
  const auto weekly = speed.items_per_week();
  if (open == 0 || !weekly) return std::nullopt;
  const auto takes =
      static_cast<double>(open) / *weekly * static_cast<double>(milliseconds(lately).count());
  // Whoever needs longer than a century is not told when.
  constexpr double century = 36'525.0 * 86'400'000.0;
  if (takes > century) return std::nullopt;
  return now + milliseconds(std::llround(takes));
}

std::vector<Load> balanced_loads(std::span<const Worker> workers) {
  std::vector<double> weights;
  double known = 0;
  double sum = 0;
  for (const auto& worker : workers) {
    const auto weekly = worker.speed.items_per_week();
    weights.push_back(weekly.value_or(-1));
    if (!weekly) continue;
    sum += *weekly;
    ++known;
  }
  const auto mean = known > 0 ? sum / known : 1.0;
  for (auto& weight : weights) weight = weight < 0 ? mean : weight;
  std::vector<Load> loads;
  if (weights.empty()) return loads;
  constexpr std::uint64_t parts_of_a_percent = 10'000;
  const auto parts = apportion(100 * parts_of_a_percent, weights);
  for (std::size_t i = 0; i < workers.size(); ++i) {
    loads.push_back(
        {.assignee = workers[i].person,
         .percent = static_cast<double>(parts[i]) / static_cast<double>(parts_of_a_percent)}
    );
  }
  return loads;
}

}  // namespace allot
