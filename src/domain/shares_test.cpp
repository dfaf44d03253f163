#include "domain/shares.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "domain/ledger.h"

namespace allot {
namespace {

UserId person(std::size_t number) {
  return UserId{fmt::format("p{:05}@example.org", number)};
}

AssignmentId assignment(std::size_t number) {
  return AssignmentId{fmt::format("{:024x}", number)};
}

Share share_of(std::size_t number, ItemSet open) {
  return {
      .assignment = assignment(number),
      .annotator = person(number),
      .open = std::move(open),
      .by_status = {}
  };
}

std::vector<Share> in_order(const Shares& shares) {
  return {shares.begin(), shares.end()};
}

TEST(Shares, AreInTheOrderOfTheirCreation) {
  Shares shares{share_of(7, {1}), share_of(3, {2})};
  shares.put(share_of(5, {3}));
  shares.put(share_of(3, {2, 4}));  // replaced: it stays where it is
  EXPECT_EQ(
      in_order(shares), (std::vector{share_of(7, {1}), share_of(3, {2, 4}), share_of(5, {3})})
  );
  EXPECT_EQ(shares.at(2).assignment, assignment(5));
  shares.erase(assignment(3));
  EXPECT_EQ(in_order(shares), (std::vector{share_of(7, {1}), share_of(5, {3})}));
}

TEST(Shares, OnlyTheNormalShareIsFoundByItsPerson) {
  Shares shares{share_of(1, {1})};
  auto originals = share_of(2, {2});
  originals.kind = ShareKind::originals;
  originals.annotator = person(1);
  shares.put(originals);
  EXPECT_EQ(shares.find(person(1))->assignment, assignment(1));
  shares.erase(assignment(1));
  EXPECT_EQ(shares.find(person(1)), nullptr);
}

TEST(Shares, AnEarlierVersionStaysAsItWas) {
  const Shares before{share_of(1, {1, 2}), share_of(2, {3})};
  auto after = before;
  after.change(assignment(1), [](Share& share) { share.open.erase(1); });
  after.erase(assignment(2));
  EXPECT_EQ(before.tally().open, 3u);
  EXPECT_EQ(before.find(person(1))->open, (ItemSet{1, 2}));
  EXPECT_NE(before.holder_of(3), nullptr);
  EXPECT_EQ(after.holder_of(3), nullptr);
  EXPECT_EQ(after.tally().open, 1u);
}

TEST(Shares, OfAThousandOnlyTheChangedOneDiffers) {
  std::vector<Share> many;
  for (Ordinal i = 0; i < 1'000; ++i) many.push_back(share_of(i, {i}));
  const Shares before(many);
  auto after = before;
  after.change(assignment(500), [](Share& share) { set_status(share, {500}, "completed"); });
  std::vector<AssignmentId> changed;
  after.for_each_change_since(before, [&](const Share* was, const Share* now) {
    EXPECT_EQ(was->open.size(), 1u);
    changed.push_back(now->assignment);
  });
  EXPECT_EQ(changed, std::vector{assignment(500)});
}

/// What a walk over all shares would answer.
struct Walk {
  explicit Walk(const Shares& of) : shares(in_order(of)) {}

  [[nodiscard]] std::vector<AssignmentId> holding(const ItemSet& items) const {
    std::vector<AssignmentId> found;
    for (const auto& share : shares) {
      if (share.items().intersects(items)) found.push_back(share.assignment);
    }
    return found;
  }

  [[nodiscard]] Tally tally() const {
    Tally tally;
    for (const auto& share : shares) {
      tally.open += share.open.size();
      for (const auto& [word, items] : share.by_status) tally.by_status[word] += items.size();
    }
    return tally;
  }

  std::vector<Share> shares;
};

std::vector<AssignmentId> ids_of(const std::vector<const Share*>& shares) {
  std::vector<AssignmentId> ids;
  for (const auto* share : shares) ids.push_back(share->assignment);
  return ids;
}

/// Items of three chunks, dealt at random among 30 people, with any of three statuses.
class Dealing {
 public:
  void step() {
    const auto number = random_() % 30;
    switch (random_() % 6) {
      case 0: shares.erase(assignment(number)); break;
      case 1:
      case 2: shares.put(share_of(number, free_items())); break;
      default:
        if (shares.find(assignment(number)) == nullptr) break;
        state(number);
    }
  }

  [[nodiscard]] ItemSet some_items() {
    ItemSet items;
    for (int i = 0; i < 20; ++i) items.insert(item());
    return items;
  }

  Shares shares;

 private:
  void state(std::size_t number) {
    const char* const words[] = {"", "completed", "discard"};
    auto share = *shares.find(assignment(number));
    set_status(share, share.items() & some_items(), words[random_() % 3]);
    random_() % 2 == 0 ? shares.put(std::move(share)) : shares.restate(std::move(share));
  }

  Ordinal item() { return static_cast<Ordinal>((random_() % 3) << 16 | random_() % 50); }

  ItemSet free_items() { return some_items() - shares.items(); }

  std::mt19937 random_{11};
};

TEST(Shares, WhatIsFoundWithoutAWalkIsWhatAWalkFinds) {
  Dealing dealing;
  for (int i = 0; i < 2'000; ++i) {
    dealing.step();
    const Walk walk(dealing.shares);
    const auto items = dealing.some_items();
    ASSERT_EQ(ids_of(dealing.shares.holding(items)), walk.holding(items));
    ASSERT_EQ(dealing.shares.tally(), walk.tally());
    const auto one = items.select(0);
    const auto* holder = dealing.shares.holder_of(one);
    ASSERT_EQ(holder != nullptr, !walk.holding({one}).empty());
    if (holder != nullptr) {
      ASSERT_TRUE(holder->holds(one));
    }
  }
}

TEST(Shares, WhoHoldsAnItemIsIndexedOnceForAllStatuses) {
  std::vector<Share> many;
  for (Ordinal i = 0; i < 100; ++i) many.push_back(share_of(i, {i, i + 100}));
  Shares shares(many);
  const auto without = shares.bytes();
  EXPECT_EQ(shares.holder_of(150)->assignment, assignment(50));
  const auto indexed = shares.bytes();
  EXPECT_GT(indexed, without);
  auto stated = *shares.find(assignment(50));
  set_status(stated, {150}, "completed");
  shares.restate(stated);
  EXPECT_GE(shares.bytes(), indexed);  // it is still there
  EXPECT_EQ(shares.holder_of(150), shares.find(assignment(50)));
  shares.change(assignment(50), [](Share& share) { share.drop({150}); });
  EXPECT_LT(shares.bytes(), indexed);  // and now it is not
  EXPECT_EQ(shares.holder_of(150), nullptr);
}

TEST(Shares, ManyAtOnceAreAsOneByOne) {
  Shares one_by_one{share_of(1, {1}), share_of(2, {2})};
  auto at_once = one_by_one;
  std::vector<Share> more{share_of(2, {3}), share_of(9, {4}), share_of(4, {1 << 17})};
  for (const auto& share : more) one_by_one.put(share);
  at_once.put_all(more);
  EXPECT_EQ(at_once, one_by_one);
  EXPECT_EQ(at_once.tally(), one_by_one.tally());
  EXPECT_EQ(at_once.holder_of(1 << 17)->assignment, assignment(4));
  EXPECT_EQ(at_once.holder_of(2), nullptr);
  EXPECT_EQ(at_once.find(person(9))->assignment, assignment(9));
}

TEST(Ledger, AStatusGoesToAllWhoHoldTheItems) {
  Ledger ledger{
      .members = ItemSet::range(0, 10),
      .copies = {},
      .queue = {ItemSet::range(6, 10)},
      .shares = {share_of(1, ItemSet::range(0, 3)), share_of(2, ItemSet::range(3, 6))}
  };
  const auto changes = set_status(ledger, {2, 3, 7, 12}, "completed");
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].assignment, assignment(1));
  EXPECT_EQ(changes[1].changed, (StatusSets{{"", {3}}}));
  EXPECT_EQ(count(ledger).completed, 2u);
  EXPECT_EQ(count(ledger).total, 10u);
}

TEST(Ledger, CopiesAreNotCounted) {
  Ledger ledger{
      .members = ItemSet::range(0, 6),
      .copies = {1, 4},
      .queue = {},
      .shares = {share_of(1, ItemSet::range(0, 3)), share_of(2, ItemSet::range(3, 6))}
  };
  set_status(ledger, {1, 2}, "completed");
  const auto counts = count(ledger, {0, 1, 5}, {4});
  EXPECT_EQ(counts.total, 4u);
  EXPECT_EQ(counts.completed, 1u);
  EXPECT_EQ(counts.issues, 2u);
  EXPECT_EQ(counts.for_review, 0u);
}

}  // namespace
}  // namespace allot
