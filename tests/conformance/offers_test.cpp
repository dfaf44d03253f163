#include "store/offers.h"

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OffersOfAStore : public StoreTest {
 protected:
  void note(const Returning& back) {
    change([&](Transaction& tx) { tx.offers().note(back); });
  }

  void take(const Returning& back) {
    change([&](Transaction& tx) { tx.offers().take(back); });
  }

  std::optional<Returning> returned(Time now) {
    return look([&](const Transaction& tx) { return tx.offers().returned(now); });
  }

  std::optional<RestOfOffer> rest() {
    return look([](const Transaction& tx) { return tx.offers().rest(); });
  }

  Task task_in(const ProjectId& project) {
    Task task{.id = ids.next<TaskId>(), .project = project, .dataset = dataset, .name = "pulling"};
    task.pulling = Pulling{.batch_size = 3, .max_workload = 6, .allowed = {}, .locked = {}};
    return task;
  }

  void put(const Task& task) {
    change([&](Transaction& tx) { tx.tasks().put(task); });
  }

  void queue_up(const Task& task, const ItemSet& items) {
    change([&](Transaction& tx) {
      Ledger ledger;
      ledger.members = items;
      if (!items.empty()) ledger.queue.push_back(items);
      tx.ledgers().put(task.id, std::move(ledger));
    });
  }

  std::vector<TaskId> tasks_with_queue(const ProjectId& project) {
    return look([&](const Transaction& tx) { return tx.offers().tasks_with_queue(project); });
  }

  const DatasetId dataset = add_dataset();
  const ProjectId lab{"lab"};
  const UserId ada{"ada@example.org"};
  const UserId ben{"ben@example.org"};
  const Time noon = from_epoch_ms(1'790'000'000'000);
  const Time one = noon + std::chrono::hours{1};
};

TEST_F(OffersOfAStore, ReturnInTheOrderOfTheirMoments) {
  note({.person = ada, .project = lab, .from = one});
  note({.person = ben, .project = {}, .from = noon});
  EXPECT_EQ(returned(noon - std::chrono::milliseconds{1}), std::nullopt);
  const Returning first{.person = ben, .project = {}, .from = noon};
  EXPECT_EQ(returned(one), first);
  take(first);
  EXPECT_EQ(returned(noon), std::nullopt);
  EXPECT_EQ(returned(one), (Returning{.person = ada, .project = lab, .from = one}));
}

TEST_F(OffersOfAStore, KeepTheEarlierMomentOfOnePersonInOneProject) {
  note({.person = ada, .project = lab, .from = one});
  note({.person = ada, .project = lab, .from = noon});
  note({.person = ada, .project = lab, .from = one});
  const Returning kept{.person = ada, .project = lab, .from = noon};
  EXPECT_EQ(returned(one), kept);
  take({.person = ada, .project = lab, .from = one});
  EXPECT_EQ(returned(one), kept) << "another moment is noted";
  change([&](Transaction& tx) { tx.offers().forget_later(kept); });
  EXPECT_EQ(returned(one), kept);
  take(kept);
  EXPECT_EQ(returned(one), std::nullopt);
  note({.person = ada, .project = lab, .from = one});
  change([&](Transaction& tx) { tx.offers().forget_later(kept); });
  EXPECT_EQ(returned(one), std::nullopt);
}

TEST_F(OffersOfAStore, AreGoneOnWithInTheirOrder) {
  const auto task = task_in(lab);
  put(task);
  EXPECT_EQ(rest(), std::nullopt);
  const std::vector<UserId> first{ben, ada};
  const std::vector<UserId> second{UserId{"cleo@example.org"}};
  change([&](Transaction& tx) {
    tx.offers().leave(task, first);
    tx.offers().leave(task, second);
  });
  const auto found = rest();
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->task, task.id);
  EXPECT_EQ(found->dataset, dataset);
  EXPECT_EQ(found->people, first);
  change([&](Transaction& tx) { tx.offers().take(*found); });
  EXPECT_EQ(rest().value().people, second);
  change([&](Transaction& tx) { tx.tasks().remove(task.id); });
  EXPECT_EQ(rest(), std::nullopt);
}

TEST_F(OffersOfAStore, AreOfTasksInWhichSomethingWaits) {
  const auto here = task_in(lab);
  const auto there = task_in(ProjectId{"other"});
  const auto empty = task_in(lab);
  auto dismissed = task_in(lab);
  dismissed.dismissed = true;
  for (const auto& task : {here, there, empty, dismissed}) put(task);
  for (const auto& task : {here, there, dismissed}) queue_up(task, ItemSet::range(0, 4));
  EXPECT_THAT(tasks_with_queue(lab), ElementsAre(here.id));
  EXPECT_THAT(tasks_with_queue({}), ElementsAre(here.id, there.id));
  queue_up(here, {});
  EXPECT_THAT(tasks_with_queue(lab), IsEmpty());
}

}  // namespace

}  // namespace allot::conformance
