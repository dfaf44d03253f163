#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;

User user(const std::string& name) {
  return {.id = UserId{name + "@example.org"}, .first_name = name};
}

class Transactions : public StoreTest {
 protected:
  explicit Transactions(const StoreOptions& options = {}) : StoreTest(options) {}

  std::vector<std::string> names() {
    return look([](const Transaction& tx) {
      std::vector<std::string> names;
      for (const auto& it : tx.users().list()) names.push_back(it.first_name);
      return names;
    });
  }

  /// Posts a job and gives its outcome.
  std::future<void> post(std::function<void()> job) {
    const auto outcome = std::make_shared<std::promise<void>>();
    store->post_write(std::move(job), [outcome](const std::exception_ptr& error) {
      error ? outcome->set_exception(error) : outcome->set_value();
    });
    return outcome->get_future();
  }

  /// Holds the writer until `release` is called, so that what is posted meanwhile is one group.
  void hold_writer() {
    held_ = post([this] {
      begun_.set_value();
      gate_.get_future().wait();
    });
    begun_.get_future().wait();
  }

  void release_writer() {
    gate_.set_value();
    held_.get();
  }

 private:
  std::promise<void> begun_;
  std::promise<void> gate_;
  std::future<void> held_;
};

TEST_F(Transactions, AWriteKeepsWhatItsBodyWantsKept) {
  const auto done = write(*store, [](Transaction& tx) -> Result<Done> {
    tx.users().put(user("ada"));
    return Done{};
  });
  EXPECT_TRUE(done.has_value());
  EXPECT_THAT(names(), ElementsAre("ada"));
}

TEST_F(Transactions, AWriteThatEndsInAnErrorKeepsNothing) {
  const auto refused = write(*store, [](Transaction& tx) -> Result<Done> {
    tx.users().put(user("ada"));
    return fail(ErrorCode::conflict, "No.");
  });
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_THAT(names(), ElementsAre());
}

TEST_F(Transactions, AWriteThatThrowsKeepsNothingAndTheExceptionArrives) {
  EXPECT_THROW(
      change([](Transaction& tx) {
        tx.users().put(user("ada"));
        throw std::out_of_range("far");
      }),
      std::out_of_range
  );
  EXPECT_THAT(names(), ElementsAre());
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
  store->run_write([&](Transaction& tx) {
    tx.ledgers().put(task, ledger_with({assignment}, 3));
    EXPECT_EQ(tx.items().add(new_item(dataset, "/new")), 3u);
    tx.items().remove(dataset, {0}, {});
    tx.annotations().add(new_annotation(dataset, 1, "issue"));
    tx.assignments().put({.id = ids.next<AssignmentId>(), .task = task, .name = "other"});
    return false;
  });
  store->run_write([&](Transaction& tx) {
    EXPECT_EQ(tx.ledgers().of(task), ledger_before);
    EXPECT_EQ(tx.datasets().sets(dataset), sets_before);
    EXPECT_EQ(tx.items().add(new_item(dataset, "/newer")), 3u);
    return false;
  });
  EXPECT_EQ(sets(dataset), sets_before);
  EXPECT_EQ(ledger(task), ledger_before);
}

TEST_F(Transactions, ARemovalThatIsRolledBackRemovesNothing) {
  const auto dataset = add_dataset();
  add_items(dataset, 3);
  const auto task = add_task(dataset);
  const auto assignment = add_assignment(task, "0@example.org");
  change([&](Transaction& tx) { tx.ledgers().put(task, ledger_with({assignment}, 2)); });
  store->run_write([&](Transaction& tx) {
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
  EXPECT_THAT(names(), ElementsAre("ada", "ben"));
}

TEST_F(Transactions, AReadInsideAReadIsTheSameSnapshot) {
  look([&](const Transaction&) {
    EXPECT_THAT(names(), ElementsAre());
    std::thread([&] { change([](Transaction& other) { other.users().put(user("ben")); }); }).join();
    EXPECT_THAT(names(), ElementsAre());
    return 0;
  });
}

TEST_F(Transactions, AReadInsideAWriteSeesTheDraft) {
  change([&](Transaction& tx) {
    tx.users().put(user("ada"));
    EXPECT_THAT(names(), ElementsAre("ada"));
    std::thread([&] { EXPECT_THAT(names(), ElementsAre()); }).join();
  });
}

TEST_F(Transactions, AWriteInsideAWriteIsDirectAndMayBeTakenBackAlone) {
  change([&](Transaction& tx) {
    tx.users().put(user("ada"));
    store->run_write([](Transaction& inner) {
      inner.users().put(user("ben"));
      return false;
    });
    store->run_write([](Transaction& inner) {
      inner.users().put(user("cleo"));
      return true;
    });
    EXPECT_THAT(names(), ElementsAre("ada", "cleo"));
  });
  EXPECT_THAT(names(), ElementsAre("ada", "cleo"));
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
  EXPECT_EQ(names().size(), 400u);
}

TEST_F(Transactions, APostedJobIsReportedAfterItIsCommitted) {
  std::vector<std::string> seen;
  std::promise<void> reported;
  store->post_write(
      [&] { change([](Transaction& tx) { tx.users().put(user("ada")); }); },
      [&](const std::exception_ptr& error) {
        EXPECT_FALSE(error);
        seen = names();  // what a reader sees by then
        reported.set_value();
      }
  );
  reported.get_future().wait();
  EXPECT_THAT(seen, ElementsAre("ada"));
}

TEST_F(Transactions, AJobThatFailsInAGroupTakesNoOtherWithIt) {
  const auto dataset = add_dataset();
  hold_writer();
  auto first = post([&] {
    change([&](Transaction& tx) {
      tx.users().put(user("ada"));
      tx.items().add(new_item(dataset, "/a"));
    });
  });
  auto broken = post([&] {
    change([&](Transaction& tx) {
      tx.users().put(user("ben"));
      tx.items().add(new_item(dataset, "/b"));
    });
    throw std::runtime_error("broken");
  });
  auto last = post([&] {
    change([&](Transaction& tx) {
      tx.users().put(user("cleo"));
      EXPECT_EQ(tx.items().add(new_item(dataset, "/c")), 1u);
    });
  });
  release_writer();
  first.get();
  EXPECT_THROW(broken.get(), std::runtime_error);
  last.get();
  EXPECT_THAT(names(), ElementsAre("ada", "cleo"));
  EXPECT_EQ(sets(dataset).live, (ItemSet{0, 1}));
}

TEST_F(Transactions, JobsRunInTheOrderInWhichTheyWerePosted) {
  hold_writer();
  std::vector<int> order;
  std::vector<std::future<void>> outcomes;
  for (int i = 0; i < 100; ++i) outcomes.push_back(post([&order, i] { order.push_back(i); }));
  release_writer();
  for (auto& outcome : outcomes) outcome.get();
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(order.size(), 100u);
}

TEST_F(Transactions, ChangesOfOneGroupBuildOnEachOther) {
  const auto dataset = add_dataset();
  const auto task = add_task(dataset);
  const auto assignment = add_assignment(task, "0@example.org");
  change([&](Transaction& tx) { tx.ledgers().put(task, ledger_with({assignment}, 20)); });
  hold_writer();
  std::vector<std::future<void>> outcomes;
  for (Ordinal i = 0; i < 20; ++i) {
    outcomes.push_back(post([&, i] {
      store->run_write([&](Transaction& tx) {
        auto changing = tx.ledgers().of(task);
        set_status(changing.shares[0], {i}, "completed");
        tx.ledgers().put(task, changing);
        return i % 2 == 0;
      });
    }));
  }
  release_writer();
  for (auto& outcome : outcomes) outcome.get();
  const auto after = ledger(task);
  EXPECT_EQ(after.shares[0].by_status.at("completed").size(), 10u);
  EXPECT_EQ(after.shares[0].open.size(), 10u);
}

class FullQueue : public Transactions {
 protected:
  FullQueue() : Transactions({.queue_max = 3}) {}
};

TEST_F(FullQueue, MoreThanTheQueueHoldsIsRefusedAndNothingBegun) {
  hold_writer();
  auto first = post([] {});
  auto second = post([] {});
  bool begun = false;
  EXPECT_THROW(post([&] { begun = true; }), StoreBusy);
  EXPECT_THROW(change([&](Transaction&) { begun = true; }), StoreBusy);
  release_writer();
  first.get();
  second.get();
  EXPECT_FALSE(begun);
  change([](Transaction& tx) { tx.users().put(user("ada")); });
  EXPECT_THAT(names(), ElementsAre("ada"));
}

TEST_F(Transactions, ClosingFinishesWhatIsQueuedAndRefusesMore) {
  hold_writer();
  auto queued = post([&] {
    store->run_write([](Transaction& tx) {
      tx.users().put(user("ada"));
      return true;
    });
  });
  std::thread closing([&] { store->close(); });
  release_writer();
  closing.join();
  queued.get();
  EXPECT_THROW(change([](Transaction&) {}), StoreBusy);
  EXPECT_THROW(names(), StoreBusy);
}

TEST_F(Transactions, StoresInOneProcessDoNotMeet) {
  const auto other = open_store({}, ids);
  change([&](Transaction& tx) {
    tx.users().put(user("ada"));
    EXPECT_TRUE(read(*other, [](const Transaction& theirs) { return theirs.users().none(); }));
  });
  EXPECT_TRUE(read(*other, [](const Transaction& theirs) { return theirs.users().none(); }));
}

class Reopening : public FileStoreTest {};

TEST_F(Reopening, EverythingIsStillThere) {
  const auto dataset = add_dataset();
  const auto items = add_items(dataset, 3);
  add_annotation(dataset, 1, "issue");
  change([&](Transaction& tx) { tx.items().remove(dataset, {2}, {}); });
  const auto sets_before = sets(dataset);
  reopen();
  EXPECT_EQ(sets(dataset), sets_before);
  look([&](const Transaction& tx) {
    EXPECT_TRUE(tx.items().find(items[0]));
    return 0;
  });
  EXPECT_EQ(annotations_of(dataset, 1).size(), 1u);
  change([&](Transaction& tx) { EXPECT_EQ(tx.items().add(new_item(dataset, "/new")), 3u); });
}

TEST_F(Reopening, NewIdsAreGreaterThanStoredOnesEvenWhenTheClockWentBack) {
  clock.advance(std::chrono::hours(5));
  const auto dataset = add_dataset();
  const auto stored = add_items(dataset, 1).front();
  StillClock earlier;
  IdSource fresh(earlier, random);
  store.reset();
  store = open_store({.file = folder.path / "allot.db"}, fresh);
  EXPECT_GT(fresh.next_text(), stored.text);
}

TEST_F(Reopening, OpeningAgainAndAgainChangesNothing) {
  change([](Transaction& tx) { tx.users().put(user("ada")); });
  for (int i = 0; i < 3; ++i) reopen();
  EXPECT_EQ(look([](const Transaction& tx) { return tx.users().list().size(); }), 1u);
}

TEST_F(Reopening, AFileThatIsNoDatabaseIsRefused) {
  const auto file = folder.path / "other.db";
  {
    const std::unique_ptr<FILE, int (*)(FILE*)> out(fopen(file.c_str(), "w"), fclose);
    for (int i = 0; i < 1000; ++i) fputs("this is no database", out.get());
  }
  EXPECT_THROW((void)open_store({.file = file}, ids), StoreFailure);
  EXPECT_THROW(
      (void)open_store({.file = folder.path / "no" / "such" / "folder.db"}, ids), StoreFailure
  );
}

}  // namespace

}  // namespace allot::conformance
