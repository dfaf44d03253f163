#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/clones/begin.h"
#include "usecases/clones/clone_item.h"
#include "usecases/clones/run.h"
#include "usecases/datasets/create.h"
#include "usecases/datasets/read.h"
#include "usecases/items/purge.h"

namespace allot::test {

/// Lets something happen right before a change of this kind, of which so many are passed over.
class MeanwhileStore final : public PassingStore {
 public:
  MeanwhileStore(Store& store, std::string kind, int passed_over, std::function<void()> meanwhile)
      : PassingStore(store),
        kind_(std::move(kind)),
        passed_over_(passed_over),
        meanwhile_(std::move(meanwhile)) {}

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind of) override {
    if (of.name() == kind_ && passed_over_-- == 0) meanwhile_();
    PassingStore::run_write(where, body, of);
  }

 private:
  const std::string kind_;
  int passed_over_;
  const std::function<void()> meanwhile_;
};

/// A world with clones.
class CloneTest : public testing::Test {
 protected:
  template <class Body>
  auto look(Body body) {
    return read(world.env().store, body);
  }

  template <class T>
  static T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
  }

  Command begin(CloneOrder order, const std::optional<Caller>& caller = {}) {
    if (order.name.empty() && order.target.empty()) order.name = "Copy";
    return must(begin_clone(
        world.env(),
        caller.value_or(world.manager()),
        {.dataset = world.dataset(), .order = std::move(order)}
    ));
  }

  /// All that wait.
  void run() {
    while (run_next_clone(world.env(), never)) {
    }
  }

  /// The next one, with something that happens before a change of this kind.
  void run_while(const std::string& kind, int passed_over, std::function<void()> meanwhile) {
    bool has_happened = false;
    MeanwhileStore store(world.env().store, kind, passed_over, [&] {
      has_happened = true;
      meanwhile();
    });
    auto env = with_store(world.env(), store);
    EXPECT_TRUE(run_next_clone(env, never));
    EXPECT_TRUE(has_happened);
  }

  Command now(const Command& command) {
    return look([&](const Transaction& tx) { return tx.journal().command(command.id).value(); });
  }

  /// What the clone is, once it is made.
  DatasetId cloned(const CloneOrder& order = {}) {
    const auto command = begin(order);
    run();
    EXPECT_EQ(now(command).error, "");
    EXPECT_EQ(now(command).status, CommandStatus::success);
    return std::get<DatasetCloned>(now(command).result).clone;
  }

  /// The sentence that it fails with.
  std::string failed(const Command& command) {
    EXPECT_EQ(now(command).status, CommandStatus::failed);
    EXPECT_TRUE(std::get<DatasetCloned>(now(command).result).clone.empty());
    return now(command).error;
  }

  DatasetId another_dataset(const std::string& name = "Other") {
    const CreateDataset input{.project = world.project(), .name = name, .expiration_options = {}};
    return must(create_dataset(world.env(), world.manager(), input)).dataset.id;
  }

  /// Of a dataset, oldest first.
  std::vector<Item> items_of(const DatasetId& dataset) {
    return look([&](const Transaction& tx) {
      return tx.items().at(dataset, tx.datasets().sets(dataset).live.to_vector());
    });
  }

  std::vector<std::string> paths_of(const DatasetId& dataset) {
    std::vector<std::string> paths;
    for (const auto& item : items_of(dataset)) paths.push_back(item.path);
    return paths;
  }

  std::vector<Annotation> annotations_of(const Item& item) {
    return look([&](const Transaction& tx) {
      std::vector<Annotation> found;
      tx.annotations().each_of_item(item.dataset, item.ordinal, [&](const Annotation& one) {
        found.push_back(one);
      });
      return found;
    });
  }

  std::vector<std::string> names() {
    return look([&](const Transaction& tx) {
      std::vector<std::string> found;
      for (const auto& one : tx.datasets().of_project(world.project())) found.push_back(one.name);
      return found;
    });
  }

  void annotate(const ItemId& item, const std::vector<NewAnnotation>& added) {
    must(create_annotations(world.env(), world.manager(), item, added));
  }

  void put(const Item& item) {
    must(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      tx.items().update(item);
      return Done{};
    }));
  }

  Item item(const ItemId& id) {
    return look([&](const Transaction& tx) { return tx.items().find(id).value(); });
  }

  /// An item, a folder perhaps, at that path; of the world's dataset unless another is named.
  ItemId add(
      const std::string& path, ItemType type = ItemType::file, const DatasetId& dataset = {}
  ) {
    const auto id = world.env().ids.next<ItemId>();
    must(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      tx.items().add(
          {.dataset = dataset.empty() ? world.dataset() : dataset,
           .id = id,
           .type = type,
           .path = path,
           .hidden = path.find("/.") != std::string::npos,
           .creator = World::person("mia"),
           .created_at = world.clock.now(),
           .updated_at = world.clock.now()}
      );
      return Done{};
    }));
    return id;
  }

  /// Everything that was given up goes.
  void purge() {
    const auto next = [&] {
      return look([](const Transaction& tx) { return tx.purges().pending(); });
    };
    while (const auto dataset = next()) {
      must(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
        purge_slice(tx, *dataset);
        return Done{};
      }));
    }
  }

  /// Rows of all kinds; nothing is wrong with them.
  std::uint64_t sound_rows() {
    return look([](const Transaction& tx) {
      const auto rows = tx.integrity().of_rows();
      EXPECT_THAT(rows.sentences, testing::IsEmpty());
      EXPECT_THAT(tx.integrity().of_chunks().sentences, testing::IsEmpty());
      for (const auto& id : tx.integrity().datasets()) {
        EXPECT_EQ(tx.integrity().sets_from_rows(id), tx.datasets().sets(id));
      }
      return rows.checked;
    });
  }

  World world;
  const std::atomic<bool> never = false;
};

}  // namespace allot::test
