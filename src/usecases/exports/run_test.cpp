// What comes in an export's way while it is written.

#include "usecases/exports/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/exports/begin.h"

namespace allot::test {
namespace {

/// The real store, whose queue is full for the next so many changes of one kind.
class FullStore final : public PassingStore {
 public:
  using PassingStore::PassingStore;

  std::string kind;
  int refused = 0;

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind of) override {
    if (of.name() == kind && refused > 0) {
      --refused;
      throw StoreBusy("Too many changes wait.");
    }
    PassingStore::run_write(where, body, of);
  }
};

class RunningExports : public testing::Test {
 protected:
  Command begin(const std::optional<Caller>& caller = {}) {
    const BeginExport input{.dataset = world.dataset(), .order = {}, .lock_time = {}};
    return begin_export(world.env(), caller.value_or(world.manager()), input).value();
  }

  Command now(const Command& command) {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.journal().command(command.id).value();
    });
  }

  std::size_t files_in_binaries() {
    return read(world.env().store, [&](const Transaction& tx) {
      std::size_t files = 0;
      for (const auto& dataset : tx.datasets().of_project(world.project())) {
        if (dataset.binaries) files += tx.datasets().sets(dataset.id).file.size();
      }
      return files;
    });
  }

  World world;
  const std::atomic<bool> never = false;
};

TEST_F(RunningExports, GoOnUnsaidWhenTooMuchWaitsAtTheWriter) {
  world.items(1);
  const auto command = begin();
  FullStore store(world.env().store);
  auto env = with_store(world.env(), store);
  store.kind = "exports/progress";
  store.refused = 1;
  EXPECT_TRUE(run_next_export(env, never));
  EXPECT_EQ(store.refused, 0);
  EXPECT_EQ(now(command).status, CommandStatus::success);
}

TEST_F(RunningExports, WaitWithTheirFileUntilThereIsRoomAtTheWriter) {
  world.items(1);
  const auto command = begin();
  FullStore store(world.env().store);
  auto env = with_store(world.env(), store);
  store.kind = "exports/hand_out";
  store.refused = 2;
  EXPECT_TRUE(run_next_export(env, never));
  EXPECT_EQ(store.refused, 0);
  EXPECT_EQ(now(command).status, CommandStatus::success);
  EXPECT_EQ(files_in_binaries(), 1u);
}

}  // namespace
}  // namespace allot::test
