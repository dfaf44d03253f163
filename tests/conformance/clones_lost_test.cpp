// What was written unseen and is never shown goes without a trace (docs/adr/0052).

#include "conformance/clones_for_tests.h"

namespace allot::conformance {

namespace {

using testing::SizeIs;

TEST_F(ClonesOfAStore, WhatIsGivenUpGoesWithoutATrace) {
  put_at("/other.png");
  const auto before = rows();
  const auto clone = begun();
  const auto item = write(clone, dataset, "/a.png", {"", ""});
  give_up(clone);
  expect_unseen(item);
  EXPECT_EQ(now(clone).ended_at, clock.now());
  purge_silently();
  EXPECT_EQ(rows(), before);
  expect_unseen(item);
  give_up(clone);  // again
}

TEST_F(ClonesOfAStore, ANewDatasetThatIsGivenUpGoesWithoutATrace) {
  const auto before = rows();
  const auto clone = a_clone();
  const auto made = a_dataset();
  change([&](Transaction& tx) { tx.clones().begin_new(clone.id, made); });
  write(clone, made.id, "/a.png", {""});
  give_up(clone);
  expect_sound();
  purge_silently();
  EXPECT_EQ(rows(), before);
  expect_sound();
}

TEST_F(ClonesOfAStore, OneThatBeginsAgainLeavesNothingOfBefore) {
  const auto clone = a_clone();
  const auto first = a_dataset();
  change([&](Transaction& tx) { tx.clones().begin_new(clone.id, first); });
  write(clone, first.id, "/a.png", {""});
  reopen();
  EXPECT_EQ(look([](const Transaction& tx) { return tx.clones().next(); }), clone.id);
  EXPECT_EQ(now(clone).dataset, first.id);
  const auto second = a_dataset();
  flags = {};
  change([&](Transaction& tx) { tx.clones().begin_new(clone.id, second); });
  const auto item = write(clone, second.id, "/a.png");
  purge_silently();
  expect_unseen(item);
  change([&](Transaction& tx) {
    tx.datasets().put(second);
    tx.clones().show(clone.id, flags, clock.now());
  });
  EXPECT_EQ(sets(second.id).live, ItemSet{item.ordinal});
  EXPECT_TRUE(sets(second.id).annotations.empty());
  expect_sound();
}

TEST_F(ClonesOfAStore, APathThatSomebodyElseTakesIsLost) {
  const auto clone = begun();
  const auto item = write(clone, dataset, "/a.png", {""});
  put_at("/a.png");
  EXPECT_TRUE(at_path("/a.png"));
  ASSERT_THAT(lost(clone), SizeIs(1));
  EXPECT_EQ(lost(clone).front().item, item.ordinal);
  EXPECT_EQ(lost(clone).front().path, "/a.png");
  EXPECT_FALSE(lost(clone).front().to_folder);
  give_up(clone);
  purge_silently();
  EXPECT_TRUE(at_path("/a.png"));
  expect_sound();
}

TEST_F(ClonesOfAStore, GoWithTheDatasetThatTheyAreWrittenInto) {
  const auto clone = begun();
  write(clone, dataset, "/a.png", {""});
  const auto before_items = rows();
  change([&](Transaction& tx) { tx.datasets().remove(dataset); });
  purge_silently();
  EXPECT_EQ(rows() + 2, before_items);
  give_up(clone);
  expect_sound();
}

}  // namespace

}  // namespace allot::conformance
