#include "domain/next_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace allot {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Share share{
    .assignment = {"a"},
    .annotator = {"ada@example.org"},
    .open = {1, 2, 5, 70'000, 80'000},
    .by_status = {{"completed", {3, 4}}}
};

// B-420
TEST(NextItems, AreTheOpenOnesInOrder) {
  const auto work = needs_work(share, TaskType::annotation, {}, {});
  EXPECT_THAT(next_items(work, 0, 3), ElementsAre(1, 2, 5));
  EXPECT_THAT(next_items(work, 3, 2), ElementsAre(5, 70'000));
  EXPECT_EQ(work.count(), 5u);
}

// B-420
TEST(NextItems, AtTheEndThereAreNone) {
  const auto work = needs_work(share, TaskType::annotation, {}, {});
  EXPECT_THAT(next_items(work, 80'001, 3), IsEmpty());
  EXPECT_THAT(next_items(work, 80'000, 3), ElementsAre(80'000));
}

// B-420, B-084
TEST(NextItems, WhatCameBackIsFirstWhereverOneIs) {
  const auto work = needs_work(share, TaskType::annotation, {2, 4, 80'000}, {5});
  EXPECT_THAT(next_items(work, 3, 4), ElementsAre(2, 80'000, 5, 70'000));
  EXPECT_THAT(next_items(work, 80'001, 4), ElementsAre(2, 80'000));
  EXPECT_EQ(work.count(), 5u) << "the handled item with an issue is no work";
}

// B-421
TEST(NextItems, AReviewerGetsWhatWasCorrectedFirstAndNotWhatTheAnnotatorHasYetToCorrect) {
  const auto work = needs_work(share, TaskType::qa, {2, 4}, {70'000});
  EXPECT_THAT(next_items(work, 0, 9), ElementsAre(70'000, 1, 5, 80'000));
  EXPECT_EQ(work.count(), 4u);
  EXPECT_EQ(work.waiting, ItemSet{2});
}

// B-420
RC_GTEST_PROP(NextItemsProperty, AreWhatAWalkThroughTheOpenItemsFinds, ()) {
  const auto some = [] {
    return ItemSet::of(*rc::gen::container<std::vector<Ordinal>>(rc::gen::inRange<Ordinal>(0, 40)));
  };
  const Share any{.assignment = {"a"}, .annotator = {"b"}, .open = some(), .by_status = {}};
  const auto issue = some();
  const auto for_review = some() - issue;
  const auto from = *rc::gen::inRange<Ordinal>(0, 41);
  const auto count = *rc::gen::inRange<std::size_t>(1, 12);
  const bool is_qa = *rc::gen::arbitrary<bool>();

  std::vector<Ordinal> expected;
  std::size_t all = 0;
  for (const bool first : {true, false}) {
    any.open.for_each([&](Ordinal item) {
      if (is_qa && issue.contains(item)) return;
      const bool is_first = (is_qa ? for_review : issue).contains(item);
      if (is_first != first) return;
      ++all;
      if ((first || item >= from) && expected.size() < count) expected.push_back(item);
    });
  }
  const auto work = needs_work(any, is_qa ? TaskType::qa : TaskType::annotation, issue, for_review);
  RC_ASSERT(next_items(work, from, count) == expected);
  RC_ASSERT(work.count() == all);
}

}  // namespace
}  // namespace allot
