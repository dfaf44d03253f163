// What comes in an export's way while it is written.

#include "usecases/exports/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/exports.h"
#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/accounts/manage.h"
#include "usecases/annotations/write.h"
#include "usecases/exports/begin.h"
#include "usecases/exports/write.h"
#include "usecases/projects/remove.h"

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

  Export order_of(const Command& command) {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.exports().find(command.id).value();
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

  /// Of an export of all annotations of this label.
  std::uint64_t steps_of_export(const std::string& label) {
    const ExportOrder order{.annotations_query = R"({"filter":{"label":")" + label + R"("}})"};
    const BeginExport input{.dataset = world.dataset(), .order = order, .lock_time = {}};
    const auto command = begin_export(world.env(), world.manager(), input).value();
    const auto before = world.env().store.numbers().reader_steps;
    EXPECT_TRUE(run_next_export(world.env(), never));
    EXPECT_EQ(now(command).status, CommandStatus::success);
    return world.env().store.numbers().reader_steps - before;
  }

  /// One item goes out though the writer has no room for this kind of job so many times.
  void succeed_though_refused(const char* kind, int times) {
    world.items(1);
    const auto command = begin();
    FullStore store(world.env().store);
    auto env = with_store(world.env(), store);
    store.kind = kind;
    store.refused = times;
    EXPECT_TRUE(run_next_export(env, never));
    EXPECT_EQ(store.refused, 0);
    EXPECT_EQ(now(command).status, CommandStatus::success);
  }

  World world;
  const std::atomic<bool> never = false;
};

TEST_F(RunningExports, GoOnUnsaidWhenTooMuchWaitsAtTheWriter) {
  succeed_though_refused("exports/progress", 1);
}

TEST_F(RunningExports, WaitWithTheirFileUntilThereIsRoomAtTheWriter) {
  succeed_though_refused("exports/hand_out", 2);
  EXPECT_EQ(files_in_binaries(), 1u);
}

TEST_F(RunningExports, GiveNothingToWhoWasDisabledMeanwhile) {
  world.items(1);
  world.account("dora");
  world.join("dora", Role::developer);
  const auto command = begin(world.caller("dora"));
  OvertakenStore store(world.env().store);
  auto env = with_store(world.env(), store);
  store.meanwhile = [&] { ASSERT_OK(disable_user(world.env(), "dora@example.org")); };
  EXPECT_TRUE(run_next_export(env, never));
  EXPECT_EQ(now(command).status, CommandStatus::failed);
  EXPECT_EQ(files_in_binaries(), 0u);
}

TEST_F(RunningExports, LookAtTheClockAfterEachItem) {
  world.items(3);
  const auto command = begin();
  const auto wanted = order_of(command);
  ExportWriting writing(
      world.env(),
      wanted,
      parse_queries(wanted.order).value(),
      never,
      {.turn = std::chrono::milliseconds{0}}
  );
  for (const int percent : {33, 66, 100}) {
    ASSERT_OK(writing.go_on(world.manager()));
    EXPECT_EQ(writing.percent(), percent);
    EXPECT_EQ(writing.is_done(), percent == 100);
  }
}

TEST_F(RunningExports, GoWithTheirProjectAndThoseThatWaitFail) {
  world.items(1);
  const auto done = begin();
  EXPECT_TRUE(run_next_export(world.env(), never));
  const auto waiting = begin();
  ASSERT_OK(remove_project(world.env(), world.manager(), world.project()));
  const auto is_there = read(world.env().store, [&](const Transaction& tx) {
    return tx.exports().find(done.id).has_value();
  });
  EXPECT_FALSE(is_there);
  EXPECT_TRUE(run_next_export(world.env(), never));
  EXPECT_EQ(now(waiting).status, CommandStatus::failed);
}

TEST_F(RunningExports, FailWhenItTakesTooLongToFindTheItems) {
  world.items(1);
  const auto wanted = order_of(begin());
  ExportWriting writing(
      world.env(),
      wanted,
      parse_queries(wanted.order).value(),
      never,
      {.choosing = std::chrono::milliseconds{0}}
  );
  const auto done = writing.go_on(world.manager());
  EXPECT_FAILS(done, ErrorCode::invalid);
  EXPECT_THAT(done.error().message, testing::HasSubstr("narrow its filter"));
}

TEST_F(RunningExports, FindTheAnnotationsOfAnItemOnce) {
  const auto item = world.items(1).front();
  const auto annotate = [&](std::size_t count) {
    const std::vector<NewAnnotation> added(count, {.type = "box", .label = "car", .creator = {}});
    ASSERT_OK(create_annotations(world.env(), world.manager(), item, added));
  };
  annotate(200);
  const auto steps = steps_of_export("car");
  annotate(600);
  EXPECT_LT(steps_of_export("car"), 5 * steps);
}

}  // namespace
}  // namespace allot::test
