#include <gtest/gtest.h>

#include <thread>

#include "conformance/fixture.h"
#include "domain/shares_for_tests.h"

namespace allot::conformance {

namespace {

/// `Ledgers::holding`: the tasks of items.
class WorkOfItems : public FileStoreTest {
 protected:
  std::vector<TaskId> holding(const Transaction& tx, const ItemSet& items) {
    std::vector<TaskId> tasks;
    for (const auto& work : tx.ledgers().holding(dataset, items)) {
      EXPECT_EQ(*work.ledger, *tx.ledgers().of(work.task));
      tasks.push_back(work.task);
    }
    return tasks;
  }

  std::vector<TaskId> holding(const ItemSet& items) {
    return look([&](const Transaction& tx) { return holding(tx, items); });
  }

  void put(Ledger ledger, const TaskId& task) {
    change([&](Transaction& tx) { tx.ledgers().put(task, ledger); });
  }

  /// Gives one item to the assignment's share, whatever else it holds.
  static Ledger with_item(Ledger ledger, Ordinal item) {
    ledger.members.insert(item);
    change_share(ledger, 0, [&](Share& share) { share.open.insert(item); });
    return ledger;
  }

  DatasetId dataset = add_dataset();
  TaskId first = add_task(dataset);
  TaskId second = add_task(dataset);
  AssignmentId ada = add_assignment(first, "0@example.org");
  AssignmentId ben = add_assignment(second, "0@example.org");
};

TEST_F(WorkOfItems, IsThatOfTheTasksThatHaveThemOldestFirst) {
  put(ledger_with({ada}, 3), first);
  put(with_item(ledger_with({ben}, 2), 100'000), second);
  EXPECT_EQ(holding({0}), (std::vector{first, second}));
  EXPECT_EQ(holding({2}), std::vector{first});
  EXPECT_EQ(holding({100'000}), std::vector{second});
  EXPECT_TRUE(holding({7}).empty());
  reopen();  // nothing is in memory
  EXPECT_EQ(holding({0, 100'000}), (std::vector{first, second}));
}

TEST_F(WorkOfItems, FollowsEveryChange) {
  put(ledger_with({ada}, 3), first);
  EXPECT_EQ(holding({1}), std::vector{first});
  auto worked_on = ledger_with({ada}, 3);
  set_status(worked_on, {1}, "completed");
  put(worked_on, first);
  EXPECT_EQ(holding({1}), std::vector{first});
  put(ledger_with({ada}, 1), first);
  EXPECT_TRUE(holding({1}).empty());
  put(ledger_with({ben}, 2), second);
  EXPECT_EQ(holding({1}), std::vector{second});
  change([&](Transaction& tx) { tx.tasks().remove(second); });
  EXPECT_TRUE(holding({1}).empty());
  reopen();
  EXPECT_EQ(holding({0}), std::vector{first});
}

TEST_F(WorkOfItems, AWriterSeesItsOwnChangesAndNobodyElseDoes) {
  put(ledger_with({ada}, 3), first);
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.ledgers().put(first, ledger_with({ada}, 1));
    tx.ledgers().put(second, ledger_with({ben}, 2));
    EXPECT_EQ(holding(tx, {1}), std::vector{second});
    tx.tasks().remove(first);
    EXPECT_EQ(holding(tx, {0}), std::vector{second});
    std::thread([&] { EXPECT_EQ(holding({0, 1}), std::vector{first}); }).join();
    return false;
  });
  EXPECT_EQ(holding({0, 1}), std::vector{first});
}

TEST_F(WorkOfItems, AnOldSnapshotKeepsItsOwn) {
  put(ledger_with({ada}, 3), first);
  look([&](const Transaction& tx) {
    EXPECT_TRUE(tx.tasks().find(first));  // the snapshot is taken
    std::thread([&] {
      put(ledger_with({ben}, 3), second);
      EXPECT_EQ(holding({1}), (std::vector{first, second}));
    }).join();
    EXPECT_EQ(holding(tx, {1}), std::vector{first});
    return 0;
  });
}

TEST_F(WorkOfItems, WhatAnotherProcessChangedIsFound) {
  put(ledger_with({ada}, 3), first);
  EXPECT_EQ(holding({1}), std::vector{first});
  auto theirs = open_store({.file = folder.path / "allot.db"}, ids);
  theirs->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.ledgers().put(second, ledger_with({ben}, 2));
    return true;
  });
  EXPECT_EQ(holding({1}), (std::vector{first, second}));
  theirs->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.tasks().remove(first);
    return true;
  });
  EXPECT_EQ(holding({1}), std::vector{second});
  theirs->close();
}

}  // namespace

}  // namespace allot::conformance
