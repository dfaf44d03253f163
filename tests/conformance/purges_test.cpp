#include <algorithm>

#include "conformance/fixture.h"
#include "store/exports.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PurgesOfAStore : public FileStoreTest {
 protected:
  void remove(const ItemSet& removed, const Deletion& deletion = {}) {
    change([&](Transaction& tx) { tx.items().remove(dataset, removed, deletion); });
  }

  AnnotationId annotate(Ordinal item, const std::string& status = "") {
    auto annotation = new_annotation(dataset, item, status);
    annotation.item_id = items[item];
    change([&](Transaction& tx) { tx.annotations().add(annotation); });
    return annotation.id;
  }

  Purges::Slice take(std::uint64_t rows) {
    Purges::Slice slice;
    change([&](Transaction& tx) {
      const auto of = tx.purges().pending();
      slice = of ? tx.purges().take(*of, rows).value() : Purges::Slice{};
    });
    return slice;
  }

  bool is_pending() {
    return look([](const Transaction& tx) { return tx.purges().pending().has_value(); });
  }

  /// In the tables, whether an answer shows them or not.
  std::uint64_t rows() {
    return look([](const Transaction& tx) { return tx.integrity().of_rows().checked; });
  }

  void expect_sound() {
    look([&](const Transaction& tx) {
      EXPECT_THAT(tx.integrity().of_rows().sentences, IsEmpty());
      EXPECT_THAT(tx.integrity().of_chunks().sentences, IsEmpty());
      EXPECT_EQ(tx.integrity().sets_from_rows(dataset), tx.datasets().sets(dataset));
      return 0;
    });
  }

  DatasetId dataset = [this] {
    change([&](Transaction& tx) {
      tx.projects().put({.id = ProjectId{"project"}, .name = "project"});
    });
    return add_dataset();
  }();
  std::vector<ItemId> items = add_items(dataset, 4);
};

TEST_F(PurgesOfAStore, ARemovedItemIsInNoAnswerWhileItsRowIsThere) {
  const auto gone = annotate(1, "issue");
  const auto stays = annotate(3);
  remove({1, 2});
  EXPECT_EQ(rows(), 6u);
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.items().find(items[1]));
    EXPECT_FALSE(tx.items().at_path(dataset, "/2.jpg"));
    EXPECT_TRUE(tx.items().at_path(dataset, "/3.jpg"));
    const std::vector<Ordinal> all{0, 1, 2, 3};
    EXPECT_EQ(tx.items().at(dataset, all).size(), 2u);
    EXPECT_EQ(tx.items().ids(dataset, all).size(), 2u);
    EXPECT_EQ(tx.items().ordinals(dataset, items), (ItemSet{0, 3}));
    EXPECT_EQ(tx.items().matching(dataset, {}), (ItemSet{0, 3}));
    EXPECT_EQ(tx.items().with_annotation(dataset, {}), ItemSet{3});
    const auto& annotations = tx.annotations();
    EXPECT_FALSE(annotations.find(gone));
    EXPECT_TRUE(annotations.find(stays));
    EXPECT_EQ(annotations.total(dataset), 1u);
    EXPECT_EQ(annotations.page(dataset, {}, {}, std::nullopt, 0, 9).total, 1u);
    EXPECT_EQ(annotations.page(dataset, {}, {}, ItemSet{1, 2, 3}, 0, 9).total, 1u);
    EXPECT_EQ(annotations.counts(dataset, all).size(), 1u);
    EXPECT_THAT(annotations.statuses(dataset, all), IsEmpty());
    annotations.each_of_item(dataset, 1, [](const Annotation&) { ADD_FAILURE(); });
    return 0;
  });
  expect_sound();
}

TEST_F(PurgesOfAStore, ARemovedItemAndItsAnnotationsCannotBeChangedAnyMore) {
  const auto annotation = annotate(1);
  const auto row = look([&](const Transaction& tx) { return *tx.items().find(items[1]); });
  remove({1});
  change([&](Transaction& tx) {
    tx.items().update(row);
    tx.annotations().remove(annotation);
  });
  EXPECT_EQ(rows(), 5u);
  expect_sound();
}

TEST_F(PurgesOfAStore, RowsGoInSlicesAnnotationsBeforeTheirItemsWhichAreNamed) {
  for (int number = 0; number < 3; ++number) annotate(1);
  const auto at = clock.now();
  remove({1, 3}, {.project = ProjectId{"project"}, .actor = UserId{"mia@example.org"}, .at = at});
  EXPECT_THAT(take(2).items, IsEmpty());
  EXPECT_EQ(rows(), 5u);
  const auto second = take(2);
  EXPECT_THAT(second.items, ElementsAre(items[1]));
  EXPECT_EQ(second.rows, 2u);
  EXPECT_EQ(second.deletion.project, ProjectId{"project"});
  EXPECT_EQ(second.deletion.actor, UserId{"mia@example.org"});
  EXPECT_EQ(second.deletion.at, at);
  expect_sound();
  EXPECT_TRUE(is_pending());
  const auto last = take(2);
  EXPECT_THAT(last.items, ElementsAre(items[3]));
  EXPECT_EQ(last.rows, 1u);
  EXPECT_FALSE(is_pending());
  EXPECT_EQ(rows(), 2u);
  expect_sound();
  EXPECT_EQ(take(2).rows, 0u);
}

TEST_F(PurgesOfAStore, ASliceTakesOnlyOfItsDataset) {
  const auto other = add_dataset();
  const auto theirs = add_items(other, 3);
  remove({0, 1});
  change([&](Transaction& tx) { tx.items().remove(other, {0, 1, 2}, {}); });
  EXPECT_EQ(rows(), 7u);
  Purges::Slice slice;
  change([&](Transaction& tx) {
    EXPECT_EQ(tx.purges().pending(), dataset);  // it was removed first
    slice = tx.purges().take(other, 2).value();
  });
  EXPECT_THAT(slice.items, ElementsAre(theirs[0], theirs[1]));
  EXPECT_EQ(rows(), 5u);
  EXPECT_THAT(take(9).items, ElementsAre(items[0], items[1]));
  EXPECT_EQ(rows(), 3u);
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.purges().pending(), other);
    return 0;
  });
  change([&](Transaction& tx) {
    EXPECT_FALSE(tx.purges().take(dataset, 9));
    EXPECT_TRUE(tx.purges().take(other, 9));
    EXPECT_FALSE(tx.purges().pending());
  });
}

TEST_F(PurgesOfAStore, WhatWasRemovedFirstGoesFirst) {
  const auto other = add_dataset();
  add_items(other, 2);
  remove({2}, {.project = {}, .actor = UserId{"ada"}, .at = {}});
  change([&](Transaction& tx) { tx.datasets().remove(other); });
  remove({0, 1}, {.project = {}, .actor = UserId{"bea"}, .at = {}});
  EXPECT_EQ(take(5).deletion.actor, UserId{"ada"});
  const auto of_the_dataset = take(5);
  EXPECT_EQ(of_the_dataset.rows, 2u);
  EXPECT_THAT(of_the_dataset.items, IsEmpty());
  const auto last = take(5);
  EXPECT_THAT(last.items, ElementsAre(items[0], items[1]));
  EXPECT_EQ(last.deletion.actor, UserId{"bea"});
}

TEST_F(PurgesOfAStore, ItemsOfADatasetThatIsGoneMeanwhileAreNamedAllTheSame) {
  remove({2});
  change([&](Transaction& tx) { tx.datasets().remove(dataset); });
  EXPECT_THAT(take(9).items, ElementsAre(items[2]));
  EXPECT_EQ(take(9).rows, 3u);
  EXPECT_EQ(rows(), 0u);
}

TEST_F(PurgesOfAStore, ItemsFarApartGoInOneSlice) {
  const auto far = Ordinal{1} << ItemSet::chunk_bits;
  change([&](Transaction& tx) {
    for (Ordinal item = 4; item <= far; ++item) {
      tx.items().add(new_item(dataset, "/" + std::to_string(item) + ".jpg"));
    }
  });
  remove({1, far});
  EXPECT_EQ(take(3).items.size(), 2u);
  EXPECT_FALSE(is_pending());
}

TEST_F(PurgesOfAStore, ThePathOfARemovedItemIsFreeAtOnceForNewItemsAndForMoves) {
  remove({1, 2});
  change([&](Transaction& tx) {
    EXPECT_EQ(tx.items().add(new_item(dataset, "/1.jpg")), 4u);
    auto moved = *tx.items().find(items[3]);
    moved.path = "/2.jpg";
    tx.items().update(moved);
  });
  remove({4});
  change([&](Transaction& tx) { EXPECT_EQ(tx.items().add(new_item(dataset, "/1.jpg")), 5u); });
  const auto check = [&] {
    look([&](const Transaction& tx) {
      EXPECT_EQ(tx.items().at_path(dataset, "/1.jpg")->ordinal, 5u);
      EXPECT_EQ(tx.items().at_path(dataset, "/2.jpg")->id, items[3]);
      return 0;
    });
    expect_sound();
  };
  check();
  while (is_pending()) take(1);
  check();
  EXPECT_EQ(rows(), 3u);
}

TEST_F(PurgesOfAStore, ThePathIsFreeInTheSameTransactionToo) {
  change([&](Transaction& tx) {
    tx.items().remove(dataset, {1}, {});
    EXPECT_EQ(tx.items().add(new_item(dataset, "/1.jpg")), 4u);
  });
  EXPECT_EQ(sets(dataset).live, (ItemSet{0, 2, 3, 4}));
}

TEST_F(PurgesOfAStore, OfADatasetThatIsGoneEveryRowGoesInSlices) {
  for (Ordinal item = 0; item < 4; ++item) annotate(item);
  change([&](Transaction& tx) {
    for (int number = 0; number < 3; ++number) {
      tx.status_log().append({.dataset = dataset, .items = {0}, .word = "completed"});
      tx.status_log().append({.dataset = dataset, .items = {0, 1}, .word = "completed"});
    }
    tx.datasets().remove(dataset);
  });
  EXPECT_EQ(rows(), 14u);
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.items().find(items[0]));
    EXPECT_EQ(tx.datasets().sets(dataset), DatasetSets{});
    return 0;
  });
  std::uint64_t left = rows();
  while (is_pending()) {
    const auto slice = take(3);
    EXPECT_LE(slice.rows, 3u);
    left -= slice.rows;
    EXPECT_EQ(rows(), left);
    expect_sound();
  }
  EXPECT_EQ(left, 0u);
}

TEST_F(PurgesOfAStore, ExportsOfADatasetThatIsGoneGoInSlicesOnceTheyEnded) {
  const auto other = add_dataset();
  std::vector<CommandId> exports;
  const auto export_of = [&](Transaction& tx, const DatasetId& of, bool is_over) {
    const auto id = exports.emplace_back(ids.next<CommandId>());
    tx.exports().add(
        {.id = id,
         .project = ProjectId{"project"},
         .dataset = of,
         .creator = UserId{"mia"},
         .order = {},
         .lock_until = {},
         .output = {},
         .created_at = clock.now(),
         .ended_at = {}}
    );
    if (is_over) tx.exports().end(id, {}, clock.now());
  };
  change([&](Transaction& tx) {
    exports.clear();  // a change may run twice
    for (int number = 0; number < 3; ++number) export_of(tx, dataset, true);
    export_of(tx, dataset, false);
    export_of(tx, other, true);
    tx.items().remove(dataset, {0, 1, 2, 3}, {});
  });
  while (is_pending()) take(9);
  const auto left = [&] {
    return look([&](const Transaction& tx) {
      return std::ranges::count_if(exports, [&](const CommandId& id) {
        return tx.exports().find(id).has_value();
      });
    });
  };
  EXPECT_EQ(left(), 5);
  change([&](Transaction& tx) { tx.datasets().remove(dataset); });
  EXPECT_EQ(take(2).rows, 2u);
  EXPECT_EQ(left(), 3);
  while (is_pending()) take(2);
  EXPECT_EQ(left(), 2);
  EXPECT_TRUE(look([&](const Transaction& tx) { return tx.exports().find(exports[3]).has_value(); })
  );
  EXPECT_TRUE(look([&](const Transaction& tx) { return tx.exports().find(exports[4]).has_value(); })
  );
}

TEST_F(PurgesOfAStore, APurgeGoesOnAfterTheStoreWasClosed) {
  remove({0, 1, 2});
  take(1);
  reopen();
  EXPECT_FALSE(look([&](const Transaction& tx) { return tx.items().find(items[1]).has_value(); }));
  EXPECT_EQ(take(9).items.size(), 2u);
  EXPECT_FALSE(is_pending());
  expect_sound();
}

TEST_F(PurgesOfAStore, ARemovalThatIsRolledBackLeavesNothingToPurge) {
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.items().remove(dataset, {1}, {});
    EXPECT_EQ(tx.purges().pending(), dataset);
    EXPECT_FALSE(tx.items().find(items[1]));
    return false;
  });
  EXPECT_FALSE(is_pending());
  EXPECT_TRUE(look([&](const Transaction& tx) { return tx.items().find(items[1]).has_value(); }));
}

}  // namespace

}  // namespace allot::conformance
