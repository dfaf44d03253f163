#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <thread>

#include "conformance/fixture.h"
#include "domain/shares_for_tests.h"

namespace allot::conformance {

namespace {

class LedgersOfAStore : public FileStoreTest {
 protected:
  void put(const Ledger& ledger) {
    change([&](Transaction& tx) { tx.ledgers().put(task, ledger); });
  }

  /// By a reader, and by one that finds nothing in memory.
  void expect_kept(const Ledger& expected) {
    EXPECT_EQ(ledger(task), expected);
    reopen();
    EXPECT_EQ(ledger(task), expected);
  }

  TaskId task = add_task(add_dataset());
  AssignmentId ada = add_assignment(task, "0@example.org");
  AssignmentId ben = add_assignment(task, "1@example.org");
};

TEST_F(LedgersOfAStore, AnUnknownTaskHasTheEmptyLedger) {
  EXPECT_EQ(ledger(TaskId{"unknown"}), Ledger{});
}

TEST_F(LedgersOfAStore, EveryAssignmentHasAShareFromTheStart) {
  expect_kept(ledger_with({ada, ben}, 0));
}

TEST_F(LedgersOfAStore, ALedgerComesBackAsPut) {
  auto put_in = ledger_with({ada, ben}, 100'000);
  set_status(put_in, ItemSet::range(10, 70'000), "completed");
  set_status(put_in, {100'000, 150'000}, "needs 'care'");
  put_in.copies = {3, 70'001};
  put_in.queue = {ItemSet{300'000, 500'000}, ItemSet::range(200'000, 200'100)};
  for (const auto& waiting : put_in.queue) put_in.members |= waiting;
  put(put_in);
  expect_kept(put_in);
}

TEST_F(LedgersOfAStore, AWordOrChunkThatIsNoLongerUsedIsGone) {
  auto changing = ledger_with({ada, ben}, 100'000);
  set_status(changing, ItemSet::range(60'000, 70'000), "a");
  put(changing);
  set_status(changing, ItemSet::range(65'536, 70'000), "b");
  put(changing);
  set_status(changing, ItemSet::range(60'000, 70'000), "");
  put(changing);
  expect_kept(changing);
  EXPECT_TRUE(changing.shares.at(0).by_status.empty());
}

TEST_F(LedgersOfAStore, EmptySetsAreNothing) {
  auto given = ledger_with({ada, ben}, 5);
  const auto expected = given;
  given.queue.emplace_back();
  change_share(given, 0, [](Share& share) { share.by_status["completed"] = {}; });
  change([&](Transaction& tx) {
    tx.ledgers().put(task, given);
    EXPECT_EQ(*tx.ledgers().of(task), expected);
  });
  expect_kept(expected);
}

TEST_F(LedgersOfAStore, AQueueIsKeptInItsOrderWhereverItGrowsOrShrinks) {
  auto changing = ledger_with({ada, ben}, 0);
  const auto is_kept = [&](std::vector<ItemSet> queue) {
    changing.queue = std::move(queue);
    changing.members = {};
    for (const auto& waiting : changing.queue) changing.members |= waiting;
    put(changing);
    expect_kept(changing);
  };
  is_kept({{5}, {1, 70'000}});
  is_kept({{5}, {1, 70'000}, {3}});            // behind
  is_kept({{9}, {8}, {5}, {1, 70'000}, {3}});  // in front
  is_kept({{8}, {5}, {1, 70'000}, {3}});       // pulled whole
  is_kept({{1}, {3}});                         // and in part
  is_kept({{1}, {4}, {2}, {3}});               // between
  is_kept({{3}, {2}});
  is_kept({});
  is_kept({{2}});
}

TEST_F(LedgersOfAStore, APersonWhoTakesAnAssignmentOverIsInTheLedger) {
  auto expected = ledger_with({ada, ben}, 5);
  put(expected);
  EXPECT_EQ(ledger(task), expected);
  change([&](Transaction& tx) {
    auto assignment = *tx.assignments().find(ada);
    assignment.annotator = UserId{"cleo@example.org"};
    tx.assignments().put(assignment);
  });
  change_share(expected, 0, [](Share& share) { share.annotator = UserId{"cleo@example.org"}; });
  expect_kept(expected);
}

TEST_F(LedgersOfAStore, AShareWithoutAnAssignmentIsRefusedAndHurtsNoOther) {
  auto wrong = ledger_with({ada, ben}, 5);
  auto stranger = *wrong.find(ben);
  stranger.assignment = AssignmentId{"unknown"};
  wrong.shares.erase(ben);
  wrong.shares.put(stranger);
  EXPECT_THROW(put(wrong), BrokenInvariant);
  auto missing = ledger_with({ada, ben}, 5);
  missing.members -= missing.find(ben)->open;
  missing.shares.erase(ben);
  EXPECT_THROW(put(missing), BrokenInvariant);
  expect_kept(ledger_with({ada, ben}, 0));
}

// B-161
TEST_F(LedgersOfAStore, AReaderSeesTheOldLedgerUntilTheCommit) {
  const auto before = ledger_with({ada, ben}, 5);
  const auto after = ledger_with({ada, ben}, 9);
  put(before);
  change([&](Transaction& tx) {
    tx.ledgers().put(task, after);
    EXPECT_EQ(*tx.ledgers().of(task), after);
    std::thread([&] { EXPECT_EQ(ledger(task), before); }).join();
  });
  EXPECT_EQ(ledger(task), after);
}

TEST_F(LedgersOfAStore, AnOldSnapshotKeepsTheOldLedgerAndSpoilsNothing) {
  const auto before = ledger_with({ada, ben}, 5);
  auto after = before;
  set_status(after, {1}, "completed");
  put(before);
  reopen();  // nothing is in memory
  look([&](const Transaction& tx) {
    EXPECT_TRUE(tx.tasks().find(task));  // the snapshot is taken
    std::thread([&] {
      put(after);
      EXPECT_EQ(ledger(task), after);
    }).join();
    EXPECT_EQ(*tx.ledgers().of(task), before);
    return 0;
  });
  EXPECT_EQ(ledger(task), after);
}

TEST_F(LedgersOfAStore, TwoReadersShareTheSameChunks) {
  put(ledger_with({ada, ben}, 100));
  reopen();
  const auto mine = ledger(task);
  Ledger theirs;
  std::thread([&] { theirs = ledger(task); }).join();
  EXPECT_TRUE(mine.shares.at(0).open.chunks_changed_since(theirs.shares.at(0).open).empty());
}

TEST_F(LedgersOfAStore, WhatDidNotChangeIsSharedWithTheLedgerBefore) {
  auto changing = ledger_with({ada, ben}, 100);
  put(changing);
  const auto before = ledger(task);
  set_status(changing, {1}, "completed");
  put(changing);
  const auto after = ledger(task);
  EXPECT_TRUE(after.shares.at(1).open.chunks_changed_since(before.shares.at(1).open).empty());
  EXPECT_FALSE(after.shares.at(0).open.chunks_changed_since(before.shares.at(0).open).empty());
}

/// Another process writes; this one remembers what it read before.
TEST_F(LedgersOfAStore, WhatAnotherProcessChangedIsFound) {
  auto theirs = open_store({.file = folder.path / "allot.db"}, ids);
  const auto expect_found = [&](auto&& body) {
    Ledger written;
    theirs->run_write(Scope::everything(), [&](Transaction& tx) {
      body(tx);
      written = *tx.ledgers().of(task);
      return true;
    });
    EXPECT_EQ(ledger(task), written);
  };
  const auto change_ledger = [&](auto&& change) {
    expect_found([&](Transaction& tx) {
      auto ledger = *tx.ledgers().of(task);
      change(ledger);
      tx.ledgers().put(task, std::move(ledger));
    });
  };
  const auto cleo = ids.next<AssignmentId>();
  expect_found([&](Transaction& tx) { tx.ledgers().put(task, ledger_with({ada, ben}, 5)); });
  change_ledger([](Ledger& ledger) { set_status(ledger, {1}, "completed"); });
  change_ledger([](Ledger& ledger) {  // somebody else, and what the first had stays known
    set_status(ledger, {6}, "completed");
    set_status(ledger, {7}, "discard");
  });
  change_ledger([](Ledger& ledger) { set_status(ledger, {6}, ""); });  // a chunk goes
  expect_found([&](Transaction& tx) {
    tx.assignments().put({.id = cleo, .task = task, .annotator = UserId{"cleo@example.org"}});
  });
  change_ledger([&](Ledger& ledger) {
    change_share(ledger, 0, [](Share& share) { share.open.erase(0); });
    ledger.shares.change(cleo, [](Share& share) { share.open.insert(0); });
  });
  change_ledger([](Ledger& ledger) {
    ledger.queue = {{20, 21}};
    ledger.copies = {2};
    ledger.members |= ItemSet{20, 21};
  });
  expect_found([&](Transaction& tx) { tx.assignments().remove(ben); });
  expect_found([&](Transaction& tx) { tx.tasks().remove(task); });
  theirs->close();
}

// --- any sequence of ledgers

/// A ledger of up to four shares with three words, a queue and copies, made of random runs.
Ledger random_ledger(const std::vector<AssignmentId>& assignments, Random& chance) {
  const auto pick = [&](std::uint32_t below) {
    std::array<std::uint8_t, 4> bytes{};
    chance.fill(bytes);
    std::uint32_t number = 0;
    for (const auto byte : bytes) number = number << 8 | byte;
    return number % below;
  };
  auto ledger = ledger_with(assignments, 0);
  Ordinal next = 0;
  for (auto runs = pick(25); runs > 0; --runs) {
    next += pick(20'000);
    const auto run = ItemSet::range(next, next + 1 + pick(20'000));
    next += static_cast<Ordinal>(run.size());
    ledger.members |= run;
    if (pick(5) == 0) ledger.copies |= run;
    const auto place = pick(static_cast<std::uint32_t>(assignments.size()) + 1);
    if (place == assignments.size()) {
      ledger.queue.insert(ledger.queue.begin() + pick(2) * std::ssize(ledger.queue), run);
      continue;
    }
    change_share(ledger, place, [&](Share& share) {
      share.open |= run;
      constexpr std::array words{"", "completed", "discard", "odd"};
      set_status(share, run, words[pick(4)]);
    });
  }
  return ledger;
}

class AnyLedgers : public FileStoreTest {
 protected:
  void TestBody() override {}

 public:
  void check(const std::vector<std::uint32_t>& seeds) {
    const auto task = add_task(add_dataset());
    std::vector<AssignmentId> assignments;
    for (int i = 0; i < 4; ++i) {
      assignments.push_back(add_assignment(task, std::to_string(i) + "@example.org"));
    }
    auto expected = ledger_with(assignments, 0);
    for (const auto seed : seeds) {
      SeededRandom chance(seed);
      const auto next = random_ledger(assignments, chance);
      // Some are put twice in one transaction, some are rolled back, some meet an empty cache.
      store->run_write(Scope::everything(), [&](Transaction& tx) {
        if (seed % 3 == 0) tx.ledgers().put(task, random_ledger(assignments, chance));
        tx.ledgers().put(task, next);
        return seed % 5 != 0;
      });
      if (seed % 5 != 0) expected = next;
      RC_ASSERT(ledger(task) == expected);
      if (seed % 4 == 0) reopen();
    }
    reopen();
    RC_ASSERT(ledger(task) == expected);
  }
};

TEST(LedgersOfAStoreProperty, TheLastLedgerThatWasKeptIsReadBack) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint32_t>& seeds) { AnyLedgers().check(seeds); })
  );
}

}  // namespace

}  // namespace allot::conformance
