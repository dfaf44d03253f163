// Changes of many rows that are in force at once and come to the rows in slices (docs/adr/0037).

#include "conformance/bulk_changes_for_tests.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;

TEST_F(BulkChangesOfAStore, AreSeenByEveryReadBeforeTheirRowsAreWritten) {
  const auto how = by("ada", R"({"user":{"k":1}})");
  change_items({1, 3}, how);
  EXPECT_TRUE(is_pending());
  const Seen changed{.metadata = R"({"user":{"k":1}})", .by = how.actor, .at = how.at};
  EXPECT_EQ(item(1), changed);
  EXPECT_EQ(item(0).metadata, "{}");
  EXPECT_EQ(with("json_extract(i.metadata, '$.user.k') = 1"), (ItemSet{1, 3}));
  EXPECT_EQ(with("i.updated_by = 'ada'"), (ItemSet{1, 3}));
  look([&](const Transaction& tx) {
    EXPECT_EQ(seen_of(tx.items().find(items[3]).value()), changed);
    EXPECT_EQ(seen_of(tx.items().at_path(dataset, "/3.jpg").value()), changed);
    EXPECT_THAT(
        tx.items().in_order(
            dataset,
            tx.datasets().sets(dataset).live,
            {.text = "i.updated_at DESC, i.ordinal ASC", .params = {}},
            0,
            9
        ),
        ElementsAre(1, 3, 0, 2, 4)
    );
    return 0;
  });
}

TEST_F(BulkChangesOfAStore, ComeToTheRowsInSlicesWhichNameThem) {
  change_items({0, 1, 4}, by("ada", R"({"user":{"k":1}})"));
  const auto first = take(2);
  EXPECT_THAT(first.items, ElementsAre(items[0], items[1]));
  EXPECT_EQ(first.rows, 2u);
  EXPECT_EQ(first.change.actor, UserId{"ada"});
  EXPECT_EQ(first.change.project, ProjectId{"project"});
  EXPECT_TRUE(is_pending());
  reopen();
  EXPECT_EQ(with("json_extract(i.metadata, '$.user.k') = 1"), (ItemSet{0, 1, 4}));
  EXPECT_THAT(take(2).items, ElementsAre(items[4]));
  EXPECT_FALSE(is_pending());
  EXPECT_EQ(with("json_extract(i.metadata, '$.user.k') = 1"), (ItemSet{0, 1, 4}));
}

TEST_F(BulkChangesOfAStore, AreWrittenToARowWithTheNextChangeOfIt) {
  change_items({0, 1}, by("ada", R"({"user":{"k":1,"l":2}})"));
  edit(0, R"({"user":{"k":7}})", "bea");
  EXPECT_EQ(item(0).metadata, R"({"user":{"k":7,"l":2}})");
  EXPECT_EQ(item(0).by, UserId{"bea"});
  EXPECT_THAT(take(9).items, ElementsAre(items[0], items[1]));
  EXPECT_EQ(item(0).metadata, R"({"user":{"k":7,"l":2}})");
  EXPECT_EQ(item(0).by, UserId{"bea"});
}

TEST_F(BulkChangesOfAStore, AreInForceInTheOrderInWhichTheyCame) {
  change_items({0, 1}, by("ada", R"({"user":{"k":1,"l":1}})"));
  change_items({1, 2}, by("bea", R"({"user":{"k":2}})"));
  EXPECT_EQ(item(1).metadata, R"({"user":{"k":2,"l":1}})");
  EXPECT_THAT(take(9).items, ElementsAre(items[1], items[2]));
  EXPECT_EQ(item(1).metadata, R"({"user":{"k":2,"l":1}})");
  EXPECT_EQ(item(1).by, UserId{"bea"});
  EXPECT_THAT(take(9).items, ElementsAre(items[0], items[1]));
  EXPECT_EQ(item(1).metadata, R"({"user":{"k":2,"l":1}})");
  EXPECT_EQ(item(1).by, UserId{"bea"});
  EXPECT_FALSE(is_pending());
}

TEST_F(BulkChangesOfAStore, OfWhatWasRemovedAreNotWrittenAndGoWithTheirDataset) {
  change_items({0, 1}, by("ada", R"({"user":{"k":1}})"));
  change([&](Transaction& tx) { tx.items().remove(dataset, {0}, {}); });
  EXPECT_THAT(take(9).items, ElementsAre(items[1]));
  change_items({1, 2}, by("ada", R"({"user":{"k":2}})"));
  change([&](Transaction& tx) { tx.datasets().remove(dataset); });
  EXPECT_FALSE(is_pending());
}

TEST_F(BulkChangesOfAStore, AreToldAsChangesOfTheirItems) {
  const auto moment = look([](const Transaction& tx) { return tx.datasets().moment(); });
  const auto version =
      look([&](const Transaction& tx) { return tx.datasets().content_version(dataset); });
  change_items({2}, by("ada", "{}"));
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.datasets().changes_since(dataset, moment).rows, ItemSet{2});
    EXPECT_GT(tx.datasets().content_version(dataset), version);
    return 0;
  });
}

TEST_F(BulkChangesOfAStore, ThatAreRolledBackLeaveNothing) {
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.bulk_changes().change_items(dataset, {1}, by("ada", R"({"user":{"k":1}})"));
    EXPECT_NE(tx.items().find(items[1])->metadata, "{}");
    return false;
  });
  EXPECT_FALSE(is_pending());
  EXPECT_EQ(item(1).metadata, "{}");
}

TEST_F(BulkChangesOfAStore, OfAnnotationsAreSeenByEveryReadAndComeToTheRowsInSlices) {
  const auto a = add_annotation(dataset, 0, "issue");
  const auto b = add_annotation(dataset, 0);
  const auto c = add_annotation(dataset, 2);
  const auto how = by("ada", R"({"user":{"k":1}})");
  EXPECT_EQ(change_annotations(choose("a.item = 0"), how), 2u);
  const auto check = [&] {
    const Seen changed{
        .metadata = R"({"system":{},"user":{"k":1}})", .by = how.actor, .at = how.at
    };
    EXPECT_EQ(annotation(a), changed);
    EXPECT_EQ(annotation(b), changed);
    EXPECT_EQ(annotation(c).metadata, R"({"system":{}})");
    const query::SqlText k{.text = "json_extract(a.metadata, '$.user.k') = 1", .params = {}};
    look([&](const Transaction& tx) {
      const auto page = tx.annotations().page(dataset, k, {}, std::nullopt, 0, 9);
      EXPECT_EQ(page.total, 2u);
      EXPECT_EQ(seen_of(page.annotations.at(1)), changed);
      EXPECT_EQ(tx.items().with_annotation(dataset, k), ItemSet{0});
      tx.annotations().each_of_item(dataset, 0, [&](const Annotation& each) {
        EXPECT_EQ(seen_of(each), changed);
      });
      return 0;
    });
    EXPECT_EQ(sets(dataset).issue, ItemSet{0});
  };
  check();
  EXPECT_THAT(take(1).annotations, ElementsAre(a));
  check();
  EXPECT_THAT(take(9).annotations, ElementsAre(b));
  EXPECT_FALSE(is_pending());
  check();
}

TEST_F(BulkChangesOfAStore, LeaveAnnotationsAloneThatChangedSinceOrAreOnItemsThatAreKept) {
  const auto edited = add_annotation(dataset, 0);
  const auto kept = add_annotation(dataset, 1);
  const auto changed = add_annotation(dataset, 2);
  const auto chosen = choose();
  change([&](Transaction& tx) {
    auto row = tx.annotations().find(edited).value();
    row.label = "another";
    tx.annotations().update(row);
  });
  EXPECT_EQ(change_annotations(chosen, by("ada", R"({"user":{"k":1}})"), {1}), 1u);
  EXPECT_THAT(take(9).annotations, ElementsAre(changed));
  EXPECT_EQ(annotation(edited).metadata, R"({"system":{}})");
  EXPECT_EQ(annotation(kept).metadata, R"({"system":{}})");
}

TEST_F(BulkChangesOfAStore, DoNotPassToAnAnnotationThatComesAfterOneThatWasRemoved) {
  add_annotation(dataset, 0);
  const auto last = add_annotation(dataset, 0);
  change_annotations(choose(), by("ada", R"({"user":{"k":1}})"));
  change([&](Transaction& tx) { tx.annotations().remove(last); });
  const auto next = add_annotation(dataset, 0);
  EXPECT_EQ(annotation(next).metadata, R"({"system":{}})");
  EXPECT_EQ(take(9).annotations.size(), 1u);
  EXPECT_EQ(annotation(next).metadata, R"({"system":{}})");
}

}  // namespace

}  // namespace allot::conformance
