#include "domain/work_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace allot {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Items = std::vector<Ordinal>;

constexpr std::uint64_t all = 1'000'000;

Share share(const std::string& name, ItemSet open, StatusSets by_status = {}) {
  return {
      .assignment = {name},
      .annotator = {name + "@example.org"},
      .open = std::move(open),
      .by_status = std::move(by_status)
  };
}

Ledger ledger_of(std::vector<Share> shares, std::vector<ItemSet> queue = {}) {
  Ledger ledger;
  ledger.shares = Shares(std::move(shares));
  ledger.queue = std::move(queue);
  ledger.members = ledger.shares.items();
  for (const auto& waiting : ledger.queue) ledger.members |= waiting;
  return ledger;
}

Items items_of(const std::vector<PlacedItem>& placed) {
  Items items;
  for (const auto& each : placed) items.push_back(each.item);
  return items;
}

/// Cleo was first; the order of people is that of their assignments.
Ledger some() {
  return ledger_of(
      {share("cleo", {8, 9}, {{"completed", {1}}, {"discard", {3}}}), share("ada", {2, 4})},
      {{7}, {0, 5}}
  );
}

// B-424
TEST(WorkList, IsByHolderThenTheQueueFromItsFront) {
  const auto ledger = some();
  const auto list = WorkList::of_task(ledger, {});
  EXPECT_EQ(list.total(), 9u);
  EXPECT_THAT(items_of(list.part(0, all)), ElementsAre(1, 3, 8, 9, 2, 4, 7, 0, 5));
  EXPECT_THAT(items_of(list.part(3, 3)), ElementsAre(9, 2, 4));
  EXPECT_THAT(items_of(list.part(5, 3)), ElementsAre(4, 7, 0));
  EXPECT_THAT(list.part(9, 3), IsEmpty());
  EXPECT_EQ(list.part(0, 1).front().holder, ledger.find(UserId{"cleo@example.org"}));
  EXPECT_EQ(list.part(6, 1).front().holder, nullptr);
  EXPECT_EQ(list.placed(4).holder, ledger.find(UserId{"ada@example.org"}));
  EXPECT_EQ(list.placed(7).holder, nullptr);
}

// B-424
TEST(WorkList, IsNarrowedByStatus) {
  const auto ledger = some();
  const auto open = WorkList::of_task(ledger, {.word = "", .among = {}});
  EXPECT_THAT(items_of(open.part(0, all)), ElementsAre(8, 9, 2, 4, 7, 0, 5));
  const auto discarded = WorkList::of_task(ledger, {.word = "discard", .among = {}});
  EXPECT_THAT(items_of(discarded.part(0, all)), ElementsAre(3));
  EXPECT_EQ(discarded.items(), ItemSet{3});
  EXPECT_EQ(WorkList::of_task(ledger, {.word = "blurry", .among = {}}).total(), 0u);
}

// B-424
TEST(WorkList, OfSomeSharesHasNoQueue) {
  const auto ledger = some();
  const auto list = WorkList::of_shares(
      ledger, {ledger.find(UserId{"ada@example.org"})}, {.word = "", .among = {}}
  );
  EXPECT_THAT(items_of(list.part(0, all)), ElementsAre(2, 4));
  EXPECT_EQ(list.items(), (ItemSet{2, 4}));
}

/// One original with a copy for each of two people, and an ordinary item.
Ledger with_copies() {
  auto hidden = share("hidden", {0});
  hidden.kind = ShareKind::originals;
  auto ledger = ledger_of({hidden, share("ada", {1, 2}), share("ben", {3})});
  ledger.copies = {2, 3};
  return ledger;
}

// B-064, B-071
TEST(WorkList, OfATaskShowsOriginalsAsNobodysAndOfAShareItsCopies) {
  const auto ledger = with_copies();
  const auto list = WorkList::of_task(ledger, {});
  const auto* ada = ledger.find(UserId{"ada@example.org"});
  EXPECT_THAT(
      list.part(0, all),
      ElementsAre(PlacedItem{.item = 0, .holder = nullptr}, PlacedItem{.item = 1, .holder = ada})
  );
  EXPECT_EQ(list.total(), 2u);
  EXPECT_EQ(list.items(), (ItemSet{0, 1}));
  EXPECT_EQ(list.placed(0).holder, nullptr);
  EXPECT_THAT(items_of(WorkList::of_shares(ledger, {ada}, {}).part(0, all)), ElementsAre(1, 2));
}

// B-424
RC_GTEST_PROP(WorkListProperty, EachPartIsThatOfTheListWrittenOut, ()) {
  std::vector<Items> holders(5);  // 0, 1: people; 2: originals; 3, 4: sets of the queue
  std::vector<std::string> words(60);
  ItemSet copies;
  for (Ordinal item = 0; item < words.size(); ++item) {
    const auto holder = *rc::gen::inRange<std::size_t>(0, 6);
    if (holder > 4) continue;  // not in the task
    holders[holder].push_back(item);
    if (holder < 3) words[item] = *rc::gen::element<std::string>("", "", "completed", "discard");
    if (holder < 2 && *rc::gen::inRange(0, 4) == 0) copies.insert(item);
  }
  std::vector<Share> shares;
  for (std::size_t at = 0; at < 3; ++at) {
    auto one = share(std::string("p") + std::to_string(at), {});
    if (at == 2) one.kind = ShareKind::originals;
    for (const auto item : holders[at]) {
      auto& set = words[item].empty() ? one.open : one.by_status[words[item]];
      set.insert(item);
    }
    shares.push_back(std::move(one));
  }
  auto ledger = ledger_of(std::move(shares), {ItemSet::of(holders[3]), ItemSet::of(holders[4])});
  ledger.copies = copies;

  ItemsWanted wanted;
  if (*rc::gen::arbitrary<bool>()) {
    wanted.word = *rc::gen::element<std::string>("", "completed", "blurry");
  }
  if (*rc::gen::arbitrary<bool>()) wanted.among = ItemSet::range(10, 50);
  const bool whole = *rc::gen::arbitrary<bool>();

  Items expected;
  for (std::size_t at = 0; at < holders.size(); ++at) {
    if (!whole && at != 1) continue;
    for (const auto item : holders[at]) {
      if (whole && copies.contains(item)) continue;
      if (wanted.word && words[item] != *wanted.word) continue;
      if (wanted.among && !wanted.among->contains(item)) continue;
      expected.push_back(item);
    }
  }
  const auto list = whole ? WorkList::of_task(ledger, wanted)
                          : WorkList::of_shares(ledger, {&ledger.shares.at(1)}, wanted);
  RC_ASSERT(list.total() == expected.size());
  RC_ASSERT(items_of(list.part(0, all)) == expected);
  RC_ASSERT(list.items() == ItemSet::of(expected));
  const auto offset = *rc::gen::inRange<std::size_t>(0, 61);
  const auto count = *rc::gen::inRange<std::size_t>(0, 20);
  const auto from = std::min(offset, expected.size());
  const auto end = std::min(from + count, expected.size());
  RC_ASSERT(
      items_of(list.part(offset, count)) ==
      Items(
          expected.begin() + static_cast<std::ptrdiff_t>(from),
          expected.begin() + static_cast<std::ptrdiff_t>(end)
      )
  );
}

}  // namespace
}  // namespace allot
