#include <future>
#include <thread>

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;

class WriteQueue : public StoreTest {
 protected:
  explicit WriteQueue(const StoreOptions& options = {.may_rehearse = false}) : StoreTest(options) {}

  /// Posts a job and gives its outcome.
  std::future<void> post(std::function<void()> job) {
    const auto outcome = std::make_shared<std::promise<void>>();
    store->post_write(
        always(Scope::everything()),
        std::move(job),
        [outcome](const std::exception_ptr& error) {
          error ? outcome->set_exception(error) : outcome->set_value();
        }
    );
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

TEST_F(WriteQueue, APostedJobIsReportedAfterItIsCommitted) {
  std::vector<std::string> seen;
  std::promise<void> reported;
  store->post_write(
      always(Scope::everything()),
      [&] { change([](Transaction& tx) { tx.users().put(user("ada")); }); },
      [&](const std::exception_ptr& error) {
        EXPECT_FALSE(error);
        seen = user_names();  // what a reader sees by then
        reported.set_value();
      }
  );
  reported.get_future().wait();
  EXPECT_THAT(seen, ElementsAre("ada"));
}

TEST_F(WriteQueue, AJobThatFailsInAGroupTakesNoOtherWithIt) {
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
  EXPECT_THAT(user_names(), ElementsAre("ada", "cleo"));
  EXPECT_EQ(sets(dataset).live, (ItemSet{0, 1}));
}

TEST_F(WriteQueue, JobsRunInTheOrderInWhichTheyWerePosted) {
  hold_writer();
  std::vector<int> order;
  std::vector<std::future<void>> outcomes;
  for (int i = 0; i < 100; ++i) outcomes.push_back(post([&order, i] { order.push_back(i); }));
  release_writer();
  for (auto& outcome : outcomes) outcome.get();
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(order.size(), 100u);
}

TEST_F(WriteQueue, ChangesOfOneGroupBuildOnEachOther) {
  const auto dataset = add_dataset();
  const auto task = add_task(dataset);
  const auto assignment = add_assignment(task, "0@example.org");
  change([&](Transaction& tx) { tx.ledgers().put(task, ledger_with({assignment}, 20)); });
  hold_writer();
  std::vector<std::future<void>> outcomes;
  for (Ordinal i = 0; i < 20; ++i) {
    outcomes.push_back(post([&, i] {
      store->run_write(Scope::everything(), [&](Transaction& tx) {
        auto changing = *tx.ledgers().of(task);
        set_status(changing, {i}, "completed");
        tx.ledgers().put(task, changing);
        return i % 2 == 0;
      });
    }));
  }
  release_writer();
  for (auto& outcome : outcomes) outcome.get();
  const auto after = ledger(task);
  EXPECT_EQ(after.shares.at(0).by_status.at("completed").size(), 10u);
  EXPECT_EQ(after.shares.at(0).open.size(), 10u);
}

class FullWriteQueue : public WriteQueue {
 protected:
  FullWriteQueue() : WriteQueue({.queue_max = 3, .may_rehearse = false}) {}
};

TEST_F(FullWriteQueue, MoreThanTheQueueHoldsIsRefusedAndNothingBegun) {
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
  EXPECT_THAT(user_names(), ElementsAre("ada"));
}

TEST_F(WriteQueue, ClosingFinishesWhatIsQueuedAndRefusesMore) {
  hold_writer();
  auto queued = post([&] {
    store->run_write(Scope::everything(), [](Transaction& tx) {
      tx.users().put(user("ada"));
      return true;
    });
  });
  std::thread closing([&] { store->close(); });
  release_writer();
  closing.join();
  queued.get();
  EXPECT_THROW(change([](Transaction&) {}), StoreBusy);
  EXPECT_THROW(user_names(), StoreBusy);
}

}  // namespace

}  // namespace allot::conformance
