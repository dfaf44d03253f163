#include "domain/time_order.h"

#include <algorithm>
#include <utility>

namespace allot {

void TimeOrder::Run::append_to(std::vector<Ordinal>& list) const {
  std::ranges::copy_if(*order, std::back_inserter(list), [&](Ordinal item) {
    return items.contains(item);
  });
}

void TimeOrder::add_run(std::vector<Ordinal> order) {
  auto items = ItemSet::of(order);
  auto shared = std::make_shared<const std::vector<Ordinal>>(std::move(order));
  runs_.push_back(std::make_shared<const Run>(Run{std::move(shared), std::move(items)}));
}

void TimeOrder::append(std::span<const Ordinal> items) {
  if (items.empty()) return;
  const auto added = ItemSet::of(items);
  erase(added);
  all_ |= added;
  // The last run is filled up first.
  std::vector<Ordinal> open;
  if (!runs_.empty() && runs_.back()->items.size() < run_max) {
    runs_.back()->append_to(open);
    runs_.pop_back();
  }
  for (const auto item : items) {
    open.push_back(item);
    if (open.size() == run_max) add_run(std::exchange(open, {}));
  }
  if (!open.empty()) add_run(std::move(open));
  pack();
}

void TimeOrder::erase(const ItemSet& items) {
  if (!all_.intersects(items)) return;
  all_ -= items;
  for (auto& run : runs_) {
    if (!run->items.intersects(items)) continue;
    auto left = run->items - items;
    run = left.empty() ? nullptr : std::make_shared<const Run>(Run{run->order, std::move(left)});
  }
  std::erase(runs_, nullptr);
}

/// Where items leave, runs are left with few: together again before there are twice as many as
/// there need be.
void TimeOrder::pack() {
  if (runs_.size() <= 2 * (all_.size() / run_max) + 4) return;
  std::vector<Ordinal> whole;
  whole.reserve(all_.size());
  for (const auto& run : runs_) run->append_to(whole);
  runs_.clear();
  for (auto rest = std::span<const Ordinal>(whole); !rest.empty();) {
    const auto part = rest.first(std::min(run_max, rest.size()));
    add_run({part.begin(), part.end()});
    rest = rest.subspan(part.size());
  }
}

std::vector<Ordinal> TimeOrder::latest_first(
    const ItemSet& among, std::uint64_t offset, std::uint64_t count
) const {
  std::vector<Ordinal> found;
  for (auto at = runs_.rbegin(); at != runs_.rend() && found.size() < count; ++at) {
    const auto& run = **at;
    const auto here = run.items.intersection_size(among);
    if (offset >= here) {
      offset -= here;
      continue;
    }
    const auto both = run.items & among;
    for (auto item = run.order->rbegin(); item != run.order->rend(); ++item) {
      if (found.size() == count) break;
      if (!both.contains(*item)) continue;
      if (offset > 0) {
        --offset;
      } else {
        found.push_back(*item);
      }
    }
  }
  if (found.size() == count) return found;
  const auto others = (among - all_).page(offset, count - found.size());
  found.insert(found.end(), others.begin(), others.end());
  return found;
}

std::size_t TimeOrder::bytes() const {
  auto bytes = sizeof(TimeOrder) + all_.bytes();
  for (const auto& run : runs_) {
    bytes += sizeof(Run) + run->order->size() * sizeof(Ordinal) + run->items.bytes();
  }
  return bytes;
}

}  // namespace allot
