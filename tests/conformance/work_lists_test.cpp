#include "store/work_lists.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <thread>

#include "conformance/fixture.h"
#include "domain/share.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::SizeIs;

const UserId ada{"ada@example.org"};

class LatestFirst : public StoreTest {
 protected:
  LatestFirst() {
    change([&](Transaction& tx) {
      auto ledger = *tx.ledgers().of(task);
      ledger.members = ItemSet::range(0, size);
      ledger.shares.change(assignment, [](Share& share) { share.open = ItemSet::range(0, size); });
      tx.ledgers().put(task, std::move(ledger));
    });
  }

  /// As a status does: the ledger, and a line of the log.
  void set(const ItemSet& items, const std::string& word) {
    change([&](Transaction& tx) {
      auto ledger = *tx.ledgers().of(task);
      set_status(ledger, items, word);
      tx.ledgers().put(task, std::move(ledger));
      tx.status_log().append(
          {.dataset = dataset,
           .task = task,
           .assignment = assignment,
           .items = items,
           .word = word.empty() ? "completed" : word,
           .cleared = word.empty(),
           .actor = ada,
           .at = clock.now()}
      );
    });
  }

  std::vector<Ordinal> latest(
      const ItemSet& among = ItemSet::range(0, size), WorkLists::Part part = {0, size}
  ) {
    return look([&](const Transaction& tx) {
      return tx.work_lists().latest_first(dataset, task, among, part);
    });
  }

  static constexpr Ordinal size = 6;
  DatasetId dataset = add_dataset();
  TaskId task = add_task(dataset);
  AssignmentId assignment = add_assignment(task, ada.text);
};

// B-425
TEST_F(LatestFirst, WhatHasAStatusComesByItsTimeAndTheRestInTheOrderOfTheDataset) {
  EXPECT_THAT(latest(), ElementsAre(0, 1, 2, 3, 4, 5));
  set({4}, "completed");
  set({1}, "discard");
  EXPECT_THAT(latest(), ElementsAre(1, 4, 0, 2, 3, 5));
  EXPECT_THAT(latest({0, 4, 5}, {1, 1}), ElementsAre(0));
}

// B-425
TEST_F(LatestFirst, ANewStatusPutsAnItemInFrontAlsoOfTheSameWord) {
  set({4}, "completed");
  set({1}, "completed");
  EXPECT_THAT(latest({1, 4}), ElementsAre(1, 4));
  set({4}, "discard");
  EXPECT_THAT(latest({1, 4}), ElementsAre(4, 1));
  set({1}, "completed");
  EXPECT_THAT(latest({1, 4}), ElementsAre(1, 4));
}

// B-425
TEST_F(LatestFirst, AStatusThatIsTakenAwayLeavesNoPlace) {
  set({4}, "completed");
  set({1}, "completed");
  EXPECT_THAT(latest({0, 1, 4}), ElementsAre(1, 4, 0));
  set({4}, "");
  EXPECT_THAT(latest({0, 1, 4}), ElementsAre(1, 0, 4));
  set({4}, "completed");
  EXPECT_THAT(latest({0, 1, 4}), ElementsAre(4, 1, 0));
}

// B-425
TEST_F(LatestFirst, WhatCameTogetherIsInTheOrderOfTheDataset) {
  set({5}, "completed");
  set({2, 3, 4}, "completed");
  EXPECT_THAT(latest(), ElementsAre(2, 3, 4, 5, 0, 1));
  set({3}, "discard");
  EXPECT_THAT(latest(), ElementsAre(3, 2, 4, 5, 0, 1));
}

// B-425
TEST_F(LatestFirst, AnotherTaskOfTheSameItemsHasAnOrderOfItsOwn) {
  set({4}, "completed");
  set({1}, "completed");
  change([&](Transaction& tx) {
    tx.status_log().append(
        {.dataset = dataset, .task = TaskId{"other"}, .items = {4}, .word = "completed"}
    );
  });
  EXPECT_THAT(latest({1, 4}), ElementsAre(1, 4));
}

// B-425
TEST_F(LatestFirst, IsTheSameWhetherItWasAskedBeforeOrNotAndInADraft) {
  set({4}, "completed");
  set({2, 3}, "completed");
  set({2}, "discard");
  set({0}, "completed");
  const auto before = latest();
  EXPECT_THAT(before, ElementsAre(0, 2, 3, 4, 1, 5));
  change([&](Transaction& tx) {
    const auto all = ItemSet::range(0, size);
    EXPECT_EQ(tx.work_lists().latest_first(dataset, task, all, {0, size}), before);
  });
}

// B-425
TEST_F(LatestFirst, IsThatOfTheSnapshotWhoeverAskedSince) {
  set({4}, "completed");
  look([&](const Transaction& tx) {
    EXPECT_THAT(tx.work_lists().latest_first(dataset, task, {1, 4}, {0, 9}), ElementsAre(4, 1));
    set({1}, "completed");
    std::thread([&] { EXPECT_THAT(latest({1, 4}), ElementsAre(1, 4)); }).join();
    EXPECT_THAT(tx.work_lists().latest_first(dataset, task, {1, 4}, {0, 9}), ElementsAre(4, 1));
    return 0;
  });
}

// B-425
TEST_F(LatestFirst, ReadsWhatChangedSinceItWasAskedAndNotTheLog) {
  for (int turn = 0; turn < 200; ++turn) {
    for (Ordinal item = 0; item < size; ++item)
      set({item}, turn % 2 == 0 ? "completed" : "discard");
  }
  const auto steps_of = [&] {
    const auto before = store->numbers().reader_steps;
    latest();
    return store->numbers().reader_steps - before;
  };
  const auto first = steps_of();
  EXPECT_GT(first, 1'200u);
  EXPECT_LT(steps_of(), 100u);
  set({3}, "completed");
  EXPECT_LT(steps_of(), first / 2) << "what became of one item";
}

// B-425
TEST_F(LatestFirst, IsTheSameHoweverMuchBecameOfOtherTasksMeanwhile) {
  set({4}, "completed");
  set({1}, "completed");
  latest();
  change([&](Transaction& tx) {
    for (int line = 0; line < 10'100; ++line) {
      tx.status_log().append(
          {.dataset = dataset, .task = TaskId{"other"}, .items = {4}, .word = "completed"}
      );
    }
  });
  EXPECT_THAT(latest({0, 1, 4}), ElementsAre(1, 4, 0));
  set({0}, "completed");
  EXPECT_THAT(latest({0, 1, 4}), ElementsAre(0, 1, 4));
}

// B-425
TEST_F(LatestFirst, WhatComesToAnotherPersonWithItsStatusKeepsItsPlace) {
  set({4}, "completed");
  set({1}, "completed");
  latest();
  const auto other = add_assignment(task, "ben@example.org");
  change([&](Transaction& tx) {
    auto ledger = *tx.ledgers().of(task);
    ledger.shares.change(assignment, [](Share& share) { share.drop({4}); });
    ledger.shares.change(other, [](Share& share) { share.by_status["completed"] = {4}; });
    tx.ledgers().put(task, std::move(ledger));
  });
  EXPECT_THAT(latest({0, 1, 4}), ElementsAre(1, 4, 0));
  change([&](Transaction& tx) { tx.assignments().remove(other); });
  EXPECT_THAT(latest({0, 1, 4}), ElementsAre(1, 0, 4)) << "it has left the task";
}

// B-425
RC_GTEST_FIXTURE_PROP(LatestFirst, WhateverBecameOfTheItems, ()) {
  std::vector<Ordinal> model;  // by status, the latest last
  for (int change = *rc::gen::inRange(0, 12); change > 0; --change) {
    const auto items =
        ItemSet::of(*rc::gen::container<std::vector<Ordinal>>(rc::gen::inRange<Ordinal>(0, size)));
    const auto word = *rc::gen::element<std::string>("completed", "discard", "");
    set(items, word);
    std::erase_if(model, [&](Ordinal item) { return items.contains(item); });
    const auto ordered = items.to_vector();
    if (!word.empty()) model.insert(model.end(), ordered.rbegin(), ordered.rend());
    if (*rc::gen::arbitrary<bool>()) latest();
  }
  auto expected = std::vector<Ordinal>(model.rbegin(), model.rend());
  const auto others = (ItemSet::range(0, size) - ItemSet::of(model)).to_vector();
  expected.insert(expected.end(), others.begin(), others.end());
  RC_ASSERT(latest() == expected);
}

class AnnotationsInLists : public StoreTest {
 protected:
  DatasetId dataset = add_dataset();
};

TEST_F(AnnotationsInLists, AreCountedWithTheTimeOfTheLastChange) {
  add_items(dataset, 3);
  const auto put = [&](Ordinal item, std::int64_t at) {
    auto annotation = new_annotation(dataset, item);
    annotation.updated_at = from_epoch_ms(at);
    change([&](Transaction& tx) { tx.annotations().add(annotation); });
  };
  put(2, 50);
  put(2, 40);
  put(0, 10);
  look([&](const Transaction& tx) {
    const std::vector<Ordinal> asked{2, 1, 0};
    const auto found = tx.work_lists().annotations_of(dataset, asked);
    EXPECT_THAT(found, SizeIs(2));
    EXPECT_EQ(found.front().item, 2u);
    EXPECT_EQ(found.front().count, 2u);
    EXPECT_EQ(found.front().changed_at, from_epoch_ms(50));
    EXPECT_EQ(found.back().item, 0u);
    return 0;
  });
}

}  // namespace

}  // namespace allot::conformance
