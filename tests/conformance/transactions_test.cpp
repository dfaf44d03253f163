#include <thread>

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;

class Transactions : public StoreTest {};

TEST_F(Transactions, AWriteKeepsWhatItsBodyWantsKept) {
  const auto done = write(*store, Scope::everything(), [](Transaction& tx) -> Result<Done> {
    tx.users().put(user("ada"));
    return Done{};
  });
  EXPECT_TRUE(done.has_value());
  EXPECT_THAT(user_names(), ElementsAre("ada"));
}

TEST_F(Transactions, AWriteThatEndsInAnErrorKeepsNothing) {
  const auto refused = write(*store, Scope::everything(), [](Transaction& tx) -> Result<Done> {
    tx.users().put(user("ada"));
    return fail(ErrorCode::conflict, "No.");
  });
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_THAT(user_names(), ElementsAre());
}

TEST_F(Transactions, AWriteThatThrowsKeepsNothingAndTheExceptionArrives) {
  EXPECT_THROW(
      change([](Transaction& tx) {
        tx.users().put(user("ada"));
        throw std::out_of_range("far");
      }),
      std::out_of_range
  );
  EXPECT_THAT(user_names(), ElementsAre());
}

// B-161
TEST_F(Transactions, ARollBackKeepsNothingOfLedgersSetsOrdinalsAndVersions) {
  const auto dataset = add_dataset();
  const auto items = add_items(dataset, 3);
  const auto task = add_task(dataset);
  const auto assignment = add_assignment(task, "0@example.org");
  change([&](Transaction& tx) { tx.ledgers().put(task, ledger_with({assignment}, 2)); });
  const auto sets_before = sets(dataset);
  const auto ledger_before = ledger(task);
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.ledgers().put(task, ledger_with({assignment}, 3));
    EXPECT_EQ(tx.items().add(new_item(dataset, "/new")), 3u);
    tx.items().remove(dataset, {0}, {});
    tx.annotations().add(new_annotation(dataset, 1, "issue"));
    tx.assignments().put({.id = ids.next<AssignmentId>(), .task = task, .name = "other"});
    return false;
  });
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    EXPECT_EQ(*tx.ledgers().of(task), ledger_before);
    EXPECT_EQ(tx.datasets().sets(dataset), sets_before);
    EXPECT_EQ(tx.items().add(new_item(dataset, "/newer")), 3u);
    return false;
  });
  EXPECT_EQ(sets(dataset), sets_before);
  EXPECT_EQ(ledger(task), ledger_before);
}

TEST_F(Transactions, AnAssignmentThatIsRolledBackLeavesNoShareToAnybody) {
  const auto task = add_task(add_dataset());
  for (const bool is_kept : {false, true}) {
    const Assignment made{
        .id = ids.next<AssignmentId>(),
        .task = task,
        .name = "one",
        .annotator = UserId{"ada@example.org"}
    };
    store->run_write(Scope::everything(), [&](Transaction& tx) {
      tx.assignments().put(made);
      return is_kept;
    });
    EXPECT_EQ(ledger(task).shares.size(), is_kept ? 1u : 0u);
  }
}

TEST_F(Transactions, ARemovalThatIsRolledBackRemovesNothing) {
  const auto dataset = add_dataset();
  add_items(dataset, 3);
  const auto task = add_task(dataset);
  const auto assignment = add_assignment(task, "0@example.org");
  change([&](Transaction& tx) { tx.ledgers().put(task, ledger_with({assignment}, 2)); });
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.tasks().remove(task);
    tx.datasets().remove(dataset);
    EXPECT_EQ(tx.datasets().sets(dataset), DatasetSets{});
    return false;
  });
  EXPECT_EQ(ledger(task), ledger_with({assignment}, 2));
  EXPECT_EQ(sets(dataset).live, (ItemSet{0, 1, 2}));
  change([&](Transaction& tx) { EXPECT_EQ(tx.items().add(new_item(dataset, "/new")), 3u); });
}

TEST_F(Transactions, AReadSeesWhatWasCommittedBeforeItBegan) {
  change([](Transaction& tx) { tx.users().put(user("ada")); });
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.users().list().size(), 1u);
    std::thread([&] { change([](Transaction& other) { other.users().put(user("ben")); }); }).join();
    EXPECT_EQ(tx.users().list().size(), 1u);
    return 0;
  });
  EXPECT_THAT(user_names(), ElementsAre("ada", "ben"));
}

TEST_F(Transactions, AReadInsideAReadIsTheSameSnapshot) {
  look([&](const Transaction&) {
    EXPECT_THAT(user_names(), ElementsAre());
    std::thread([&] { change([](Transaction& other) { other.users().put(user("ben")); }); }).join();
    EXPECT_THAT(user_names(), ElementsAre());
    return 0;
  });
}

TEST_F(Transactions, AReadInsideAWriteSeesTheDraft) {
  change([&](Transaction& tx) {
    tx.users().put(user("ada"));
    EXPECT_THAT(user_names(), ElementsAre("ada"));
    std::thread([&] { EXPECT_THAT(user_names(), ElementsAre()); }).join();
  });
}

TEST_F(Transactions, AWriteInsideAWriteIsDirectAndMayBeTakenBackAlone) {
  change([&](Transaction& tx) {
    tx.users().put(user("ada"));
    store->run_write(Scope::everything(), [](Transaction& inner) {
      inner.users().put(user("ben"));
      return false;
    });
    store->run_write(Scope::everything(), [](Transaction& inner) {
      inner.users().put(user("cleo"));
      return true;
    });
    EXPECT_THAT(user_names(), ElementsAre("ada", "cleo"));
  });
  EXPECT_THAT(user_names(), ElementsAre("ada", "cleo"));
}

TEST_F(Transactions, WritesOfManyThreadsAreAllKept) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 50; ++i) {
        change([&](Transaction& tx) {
          tx.users().put(user(std::to_string(t) + "-" + std::to_string(i)));
        });
        EXPECT_FALSE(look([](const Transaction& tx) { return tx.users().none(); }));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(user_names().size(), 400u);
}

TEST_F(Transactions, StoresInOneProcessDoNotMeet) {
  const auto other = open_store({}, ids);
  change([&](Transaction& tx) {
    tx.users().put(user("ada"));
    EXPECT_TRUE(read(*other, [](const Transaction& theirs) { return theirs.users().none(); }));
  });
  EXPECT_TRUE(read(*other, [](const Transaction& theirs) { return theirs.users().none(); }));
}

}  // namespace

}  // namespace allot::conformance
