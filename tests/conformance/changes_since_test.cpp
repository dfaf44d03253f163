// What a change that was planned on a snapshot asks before it is carried out (B-254).

#include "conformance/fixture.h"
#include "domain/shares_for_tests.h"

namespace allot::conformance {

namespace {

class ChangesSince : public StoreTest {
 protected:
  ChangesSince() { add_items(dataset, 4); }

  Moment now() {
    return look([](const Transaction& tx) { return tx.datasets().moment(); });
  }

  ItemChanges since(Moment moment) {
    return look([&](const Transaction& tx) { return tx.datasets().changes_since(dataset, moment); }
    );
  }

  void rename(Ordinal item, const std::string& path) {
    change([&](Transaction& tx) {
      auto row = tx.items().at(dataset, {&item, 1}).front();
      row.path = path;
      tx.items().update(row);
    });
  }

  DatasetId dataset = add_dataset();
};

// B-254
TEST_F(ChangesSince, AreToldApartByWhatWasChanged) {
  const auto annotation = add_annotation(dataset, 3);
  const auto task = add_task(dataset);
  const auto assignment = add_assignment(task, "0@example.org");
  auto moment = now();
  rename(0, "/x.jpg");
  EXPECT_EQ(since(moment).rows, ItemSet{0});
  EXPECT_EQ(since(moment).annotations, ItemSet{});
  EXPECT_EQ(since(moment).work, ItemSet{});

  moment = now();
  add_annotation(dataset, 1);
  change([&](Transaction& tx) { tx.annotations().remove(annotation); });
  EXPECT_EQ(since(moment).annotations, (ItemSet{1, 3}));
  EXPECT_EQ(since(moment).rows, ItemSet{});

  moment = now();
  auto held = ledger_with({assignment}, 3);
  change([&](Transaction& tx) { tx.ledgers().put(task, held); });
  EXPECT_EQ(since(moment).work, (ItemSet{0, 1, 2}));

  moment = now();
  set_status(held, {1}, "completed");
  change([&](Transaction& tx) { tx.ledgers().put(task, held); });
  EXPECT_EQ(since(moment).work, ItemSet{1});

  moment = now();
  change([&](Transaction& tx) { tx.tasks().remove(task); });
  EXPECT_EQ(since(moment).work, (ItemSet{0, 1, 2}));
}

// B-254
TEST_F(ChangesSince, WorkThatChangesHandsIsWork) {
  const auto task = add_task(dataset);
  const auto ada = add_assignment(task, "0@example.org");
  const auto ben = add_assignment(task, "1@example.org");
  auto held = ledger_with({ada, ben}, 2);
  change([&](Transaction& tx) { tx.ledgers().put(task, held); });
  const auto moment = now();
  change_share(held, 0, [](Share& share) { share.open.erase(1); });
  change_share(held, 1, [](Share& share) { share.open.insert(1); });
  change([&](Transaction& tx) { tx.ledgers().put(task, held); });
  EXPECT_EQ(since(moment).work, ItemSet{1});
  EXPECT_EQ(since(moment).worked_on, ItemSet{});
}

// B-254
TEST_F(ChangesSince, WorkedOnIsWhatATaskTookAndWhatGotAStatusWhoeverHasIt) {
  const auto task = add_task(dataset);
  const auto ada = add_assignment(task, "0@example.org");
  const auto ben = add_assignment(task, "1@example.org");
  auto moment = now();
  auto held = ledger_with({ada, ben}, 2);
  change([&](Transaction& tx) { tx.ledgers().put(task, held); });
  EXPECT_EQ(since(moment).worked_on, held.members);

  moment = now();
  set_status(held, {1}, "completed");
  change([&](Transaction& tx) { tx.ledgers().put(task, held); });
  EXPECT_EQ(since(moment).worked_on, ItemSet{1});

  moment = now();
  change_share(held, 0, [](Share& share) { share.by_status["completed"].erase(1); });
  change_share(held, 1, [](Share& share) { share.by_status["completed"].insert(1); });
  change([&](Transaction& tx) { tx.ledgers().put(task, held); });
  EXPECT_EQ(since(moment).work, ItemSet{1});
  EXPECT_EQ(since(moment).worked_on, ItemSet{});
}

// B-254
TEST_F(ChangesSince, HoldWhatTheTransactionItselfDidBefore) {
  const auto moment = now();
  change([&](Transaction& tx) {
    const Ordinal item = 2;
    auto row = tx.items().at(dataset, {&item, 1}).front();
    row.description = "seen";
    tx.items().update(row);
    EXPECT_EQ(tx.datasets().changes_since(dataset, moment).rows, ItemSet{2});
  });
}

// B-254
TEST_F(ChangesSince, ASnapshotThatIsOlderThanManyChangesMissesNone) {
  const auto before = now();
  rename(0, "/first.jpg");
  for (int i = 0; i < 200; ++i) rename(1, "/x" + std::to_string(i) + ".jpg");
  const auto late = now();
  rename(2, "/last.jpg");
  EXPECT_EQ(since(before).rows, (ItemSet{0, 1, 2}));
  EXPECT_EQ(since(late).rows, ItemSet{2});
}

// B-254: what was done long before is no reason to leave an item alone.
TEST_F(ChangesSince, ASnapshotIsToldNothingOfBeforeHoweverMuchComesAfter) {
  rename(0, "/long_ago.jpg");
  for (int i = 0; i < 200; ++i) rename(1, "/x" + std::to_string(i) + ".jpg");
  const auto before = now();
  for (int i = 0; i < 200; ++i) rename(2, "/y" + std::to_string(i) + ".jpg");
  EXPECT_EQ(since(before).rows, ItemSet{2});
}

// B-254: as the change that is carried out later meets it.
TEST_F(ChangesSince, AReaderSeesTheMomentOfItsSnapshot) {
  Moment moment = 0;
  look([&](const Transaction& tx) {
    EXPECT_TRUE(tx.datasets().sets(dataset).live.contains(0));
    moment = tx.datasets().moment();
    return 0;
  });
  rename(3, "/later.jpg");
  EXPECT_EQ(since(moment).rows, ItemSet{3});
}

TEST_F(ChangesSince, AConditionIsAskedOfFewItemsAsOfAll) {
  add_annotation(dataset, 0);
  add_annotation(dataset, 3);
  look([&](const Transaction& tx) {
    const ItemSet among{1, 3};
    EXPECT_EQ(tx.items().matching(dataset, {"i.type = 'file'", {}}, among), among);
    EXPECT_EQ(tx.items().matching(dataset, {"i.path = ?", {"/3.jpg"}}, among), ItemSet{3});
    EXPECT_EQ(tx.items().matching(dataset, {"i.path = ?", {"/0.jpg"}}, among), ItemSet{});
    EXPECT_EQ(tx.items().matching(dataset, {}, ItemSet{}), ItemSet{});
    EXPECT_EQ(tx.items().with_annotation(dataset, {}, among), ItemSet{3});
    return 0;
  });
}

}  // namespace

}  // namespace allot::conformance
