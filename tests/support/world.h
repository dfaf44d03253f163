#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/passwords.h"
#include "auth/signing_keys.h"
#include "auth/throttle.h"
#include "auth/tokens.h"
#include "usecases/env.h"

namespace allot::test {

/// Stands still until it is moved by hand. Thread-safe.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override { return from_epoch_ms(now_); }

  void advance(std::chrono::milliseconds by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_ = 1'798'800'000'000;
};

/// Items of a person in a task, counted.
struct Held {
  std::uint64_t open = 0;
  std::uint64_t completed = 0;  // with any status
  bool operator==(const Held&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Held& held);

struct AssignmentOf {
  std::string annotator = "ada";
  std::size_t open_items = 0;
  std::size_t completed_items = 0;
};

/// A server's inside on real SQLite in memory, with a clock that stands still and a fixed seed: one
/// project, one dataset, one recipe, owned by mia. People are named by what stands before
/// `@example.org`. One thread.
class World {
 public:
  /// `may_rehearse`: changes are carried out twice when the tests are run so (rehearsal.h).
  explicit World(bool may_rehearse = true);
  ~World();

  [[nodiscard]] Env& env() { return env_; }

  /// mia, who owns the project.
  [[nodiscard]] Caller manager() const { return caller("mia"); }

  [[nodiscard]] static UserId person(std::string_view name);
  [[nodiscard]] Caller caller(std::string_view name) const;
  /// Makes (or changes) a membership.
  void join(std::string_view name, Role role, bool active = true);
  /// Makes an account that can sign in with the password "correct horse".
  void account(std::string_view name, OrgRole role = OrgRole::member);

  /// A new key signs from now on; the one before still verifies.
  void rotate_keys() { keys_->rotate(random_); }

  /// `Bearer …` of a fresh session; makes the account when there is none.
  [[nodiscard]] std::string bearer(std::string_view name);

  [[nodiscard]] const ProjectId& project() const { return project_; }

  [[nodiscard]] const DatasetId& dataset() const { return dataset_; }

  [[nodiscard]] const RecipeId& recipe() const { return recipe_; }

  /// New files in the dataset, `/<folder>/0001.png` and so on; gives their ids in order.
  std::vector<ItemId> items(std::size_t count, std::string_view folder = "pictures");
  /// A selection query text for these items.
  [[nodiscard]] static std::string query_of(const std::vector<ItemId>& items);

  /// A task of new items with one assignment for each line, made by mia. Status words given are
  /// `completed`.
  Task task(const std::vector<AssignmentOf>& people, std::string_view name = "Task");
  /// A task with one assignment.
  Assignment assignment(const AssignmentOf& wanted);

  /// In the given task; nothing when the person has no assignment there.
  [[nodiscard]] Held items_of(const TaskId& task, std::string_view name);
  /// In the task made last.
  [[nodiscard]] Held items_of(std::string_view name);
  [[nodiscard]] Ledger ledger(const TaskId& task);
  [[nodiscard]] std::optional<Assignment> assignment_of(const TaskId& task, std::string_view name);

  /// Every row of the installation that tests compare: the ledgers, tasks and assignments as text.
  [[nodiscard]] std::string snapshot();

  ManualClock clock;

 private:
  std::filesystem::path folder_;
  SeededRandom random_{7};
  IdSource ids_{clock, random_};
  Settings settings_{.public_url = "http://allot.test"};
  std::unique_ptr<Store> store_;
  std::unique_ptr<FileStore> files_;
  std::unique_ptr<SigningKeys> keys_;
  std::unique_ptr<TokenAuthority> tokens_;
  Throttle throttle_;
  Meters meters_;
  InUse in_use_{clock};
  OpenStreams streams_;
  Env env_;
  ProjectId project_;
  DatasetId dataset_;
  RecipeId recipe_;
  TaskId last_task_;
  std::size_t files_made_ = 0;
};

/// Equal loads for these names.
[[nodiscard]] std::vector<Load> equal_loads_for(const std::vector<std::string>& names);

}  // namespace allot::test

/// The Result holds a value; prints the error's sentence otherwise.
#define ASSERT_OK(expression)                                          \
  do {                                                                 \
    const auto& ok_result_ = (expression);                             \
    ASSERT_TRUE(ok_result_.has_value()) << ok_result_.error().message; \
  } while (false)

#define EXPECT_OK(expression)                                          \
  do {                                                                 \
    const auto& ok_result_ = (expression);                             \
    EXPECT_TRUE(ok_result_.has_value()) << ok_result_.error().message; \
  } while (false)

/// The Result is an error with this code.
#define EXPECT_FAILS(expression, expected_code)                                              \
  do {                                                                                       \
    const auto& failed_result_ = (expression);                                               \
    ASSERT_FALSE(failed_result_.has_value()) << "expected an error";                         \
    EXPECT_EQ(failed_result_.error().code, expected_code) << failed_result_.error().message; \
  } while (false)
