#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "conformance/driver.h"

namespace allot::conformance {

/// Stands still until it is moved.
class StillClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override { return now_; }

  void advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  Time now_ = from_epoch_ms(1'790'000'000'000);
};

/// An empty folder of the test's own.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::filesystem::path path;
};

/// A store and short ways to fill it.
class StoreTest : public testing::Test {
 protected:
  explicit StoreTest(const StoreOptions& options = {});
  ~StoreTest() override;

  /// Writes and keeps.
  template <class Body>
  void change(Body&& body) {
    store->run_write(Scope::everything(), [&](Transaction& tx) {
      body(tx);
      return true;
    });
  }

  /// What a reader sees now.
  template <class Body>
  auto look(Body&& body) {
    return read(*store, std::forward<Body>(body));
  }

  /// First names, as `user` gives them.
  std::vector<std::string> user_names();
  DatasetId add_dataset();
  /// Adds files /0.jpg, /1.jpg, … after those that are there.
  std::vector<ItemId> add_items(const DatasetId& dataset, std::size_t count);
  TaskId add_task(const DatasetId& dataset);
  AssignmentId add_assignment(const TaskId& task, const std::string& person);
  AnnotationId add_annotation(
      const DatasetId& dataset, Ordinal item, const std::string& status = ""
  );

  Item new_item(const DatasetId& dataset, const std::string& path);
  Annotation new_annotation(const DatasetId& dataset, Ordinal item, const std::string& status = "");

  /// Ids of an item's annotations, in the order of the store.
  std::vector<AnnotationId> annotations_of(const DatasetId& dataset, Ordinal item);
  DatasetSets sets(const DatasetId& dataset);
  Ledger ledger(const TaskId& task);

  StillClock clock;
  SeededRandom random{7};
  IdSource ids{clock, random};
  std::unique_ptr<Store> store;
};

/// The same on a file, which may be closed and opened again.
class FileStoreTest : public StoreTest {
 protected:
  FileStoreTest();

  void reopen();

  TestFolder folder;
};

/// An account of that first name.
[[nodiscard]] User user(const std::string& name);
/// A ledger with one share for each of `assignments`, holding `size` items one after the other.
[[nodiscard]] Ledger ledger_with(const std::vector<AssignmentId>& assignments, Ordinal size);

}  // namespace allot::conformance
