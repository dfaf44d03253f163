#include "domain/time_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

namespace allot {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Items = std::vector<Ordinal>;

constexpr std::uint64_t all = 1'000'000;

// B-425
TEST(TimeOrder, WhatCameLastIsFirst) {
  TimeOrder order;
  order.append(Items{5, 1, 9});
  order.append(Items{3});
  EXPECT_THAT(order.latest_first(ItemSet::range(0, 10), 0, 4), ElementsAre(3, 9, 1, 5));
  EXPECT_THAT(order.latest_first({1, 3, 9}, 1, 1), ElementsAre(9));
}

// B-425
TEST(TimeOrder, WhatComesAgainLeavesItsPlace) {
  TimeOrder order;
  order.append(Items{5, 1, 9});
  order.append(Items{1});
  EXPECT_THAT(order.latest_first(order.items(), 0, all), ElementsAre(1, 9, 5));
}

// B-425
TEST(TimeOrder, OfWhichNothingIsKnownComesAfterInItsOwnOrder) {
  TimeOrder order;
  order.append(Items{5, 1});
  order.erase({5});
  EXPECT_THAT(order.latest_first({0, 1, 5, 7}, 0, all), ElementsAre(1, 0, 5, 7));
  EXPECT_THAT(order.latest_first({0, 1, 5, 7}, 2, 1), ElementsAre(5));
  EXPECT_THAT(order.latest_first({0, 1, 5, 7}, 4, 1), IsEmpty());
}

// B-425
TEST(TimeOrder, AnEarlierVersionStaysAsItWas) {
  TimeOrder order;
  order.append(Items{1, 2, 3});
  const auto before = order;
  order.append(Items{1});
  order.erase({2});
  EXPECT_THAT(before.latest_first(before.items(), 0, all), ElementsAre(3, 2, 1));
}

// B-425
TEST(TimeOrder, WhatComesAgainAndAgainTakesNoMoreMemoryThanOnce) {
  TimeOrder order;
  Items whole(20'000);
  std::iota(whole.begin(), whole.end(), 0);
  order.append(whole);
  const auto before = order.bytes();
  for (int turn = 0; turn < 20; ++turn) {
    for (Ordinal from = 0; from < 20; ++from) {  // every twentieth item: a few of each run
      Items some;
      for (Ordinal item = from; item < whole.size(); item += 20) some.push_back(item);
      order.append(some);
    }
  }
  EXPECT_LT(order.bytes(), before * 4);
  EXPECT_EQ(order.latest_first(order.items(), 0, all).size(), whole.size());
}

/// The same as a list.
class Plain {
 public:
  void append(const Items& items) {
    erase(ItemSet::of(items));
    list_.insert(list_.end(), items.begin(), items.end());
  }

  void erase(const ItemSet& items) {
    std::erase_if(list_, [&](Ordinal item) { return items.contains(item); });
  }

  [[nodiscard]] Items latest_first(const ItemSet& among) const {
    Items found;
    for (auto item = list_.rbegin(); item != list_.rend(); ++item) {
      if (among.contains(*item)) found.push_back(*item);
    }
    const auto others = (among - ItemSet::of(list_)).to_vector();
    found.insert(found.end(), others.begin(), others.end());
    return found;
  }

 private:
  Items list_;
};

Items part_of(const Items& list, std::uint64_t offset, std::uint64_t count) {
  const auto from = std::min<std::uint64_t>(offset, list.size());
  const auto end = std::min<std::uint64_t>(from + count, list.size());
  return {
      list.begin() + static_cast<std::ptrdiff_t>(from),
      list.begin() + static_cast<std::ptrdiff_t>(end)
  };
}

// B-425
RC_GTEST_PROP(TimeOrderProperty, EachPartIsThatOfAPlainList, ()) {
  constexpr Ordinal end = 12'000;
  TimeOrder order;
  Plain plain;
  const auto stretch = [&] {
    const auto first = *rc::gen::inRange<Ordinal>(0, end);
    const auto last = *rc::gen::inRange<Ordinal>(first, end);
    const auto step = *rc::gen::element<Ordinal>(1, 7, 900);
    Items items;
    for (auto item = first; item < last; item += step) items.push_back(item);
    if (*rc::gen::arbitrary<bool>()) std::ranges::reverse(items);
    return items;
  };
  for (int change = *rc::gen::inRange(0, 6); change > 0; --change) {
    const auto items = stretch();
    if (*rc::gen::inRange(0, 3) == 0) {
      order.erase(ItemSet::of(items));
      plain.erase(ItemSet::of(items));
    } else {
      order.append(items);
      plain.append(items);
    }
  }
  const auto among = ItemSet::of(stretch());
  const auto expected = plain.latest_first(among);
  const auto offset = *rc::gen::inRange<std::uint64_t>(0, end);
  const auto count = *rc::gen::inRange<std::uint64_t>(0, 40);
  RC_ASSERT(order.latest_first(among, offset, count) == part_of(expected, offset, count));
  RC_ASSERT(order.latest_first(among, 0, all) == expected);
}

}  // namespace
}  // namespace allot
