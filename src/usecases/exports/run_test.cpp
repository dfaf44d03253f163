// What comes in an export's way while it is written.

#include "usecases/exports/run.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>

#include "base/patience.h"
#include "json/text.h"
#include "query/plan.h"
#include "store/exports.h"
#include "support/passing_store.h"
#include "usecases/accounts/manage.h"
#include "usecases/annotations/write.h"
#include "usecases/commands/commands.h"
#include "usecases/datasets/remove.h"
#include "usecases/exports/exports_for_tests.h"
#include "usecases/exports/write.h"
#include "usecases/items/read.h"
#include "usecases/projects/remove.h"

namespace allot::test {
namespace {

using testing::HasSubstr;

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

class RunningExports : public ExportsOfADataset {
 protected:
  Export order_of(const Command& command) {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.exports().find(command.id).value();
    });
  }

  /// Of the database's machine, in what is read meanwhile.
  std::uint64_t steps_of(FunctionRef<void()> act) {
    const auto before = world.env().store.numbers().reader_steps;
    act();
    return world.env().store.numbers().reader_steps - before;
  }

  /// Of an export of all annotations of this label.
  std::uint64_t steps_of_export(const std::string& label) {
    const ExportOrder order{.annotations_query = R"({"filter":{"label":")" + label + R"("}})"};
    const BeginExport input{.dataset = world.dataset(), .order = order, .lock_time = {}};
    const auto command = begin_export(world.env(), world.manager(), input).value();
    const auto steps = steps_of([&] { EXPECT_TRUE(run_next_export(world.env(), never)); });
    EXPECT_EQ(now(command).status, CommandStatus::success);
    return steps;
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
};

TEST_F(ExportsOfADataset, AnExportIsACommandThatRunsUntilItsFileIsThere) {
  world.items(2);
  const auto command = begin();
  EXPECT_EQ(command.status, CommandStatus::in_progress);
  EXPECT_EQ(command.progress, 0);
  EXPECT_TRUE(output_of(command).empty());
  run();
  const auto done = now(command);
  EXPECT_EQ(done.status, CommandStatus::success);
  EXPECT_EQ(done.progress, 100);
  const auto item = read_item(world.env(), world.manager(), output_of(done));
  ASSERT_OK(item);
  EXPECT_EQ(item->item.path, "/" + command.id.text + ".json");
  EXPECT_EQ(
      json::number_member(item->item.metadata, "system.size"),
      std::to_string(content(command).size())
  );
  EXPECT_EQ(files_in_binaries(), 1u);
}

TEST_F(ExportsOfADataset, WhoMayNoMoreGetsNothing) {  // B-170
  world.items(1);
  world.account("dora");
  world.join("dora", Role::developer);
  const auto command = begin({}, world.caller("dora"));
  world.join("dora", Role::annotator);
  run();
  EXPECT_EQ(now(command).status, CommandStatus::failed);
  EXPECT_NE(now(command).error, "");
  EXPECT_EQ(files_in_binaries(), 0u);
}

TEST_F(ExportsOfADataset, OfWhatWasDeletedMeanwhileFailsWithASentence) {
  world.items(1);
  const auto command = begin();
  ASSERT_OK(remove_dataset(world.env(), world.manager(), world.dataset()));
  run();
  EXPECT_EQ(now(command).status, CommandStatus::failed);
  EXPECT_THAT(now(command).error, HasSubstr("There is no dataset"));
}

TEST_F(ExportsOfADataset, OneThatIsAbortedLeavesNoFile) {
  world.items(1);
  const auto command = begin_locked();
  ASSERT_OK(abort_command(world.env(), world.manager(), command.id));
  EXPECT_FALSE(is_locked());
  run();
  EXPECT_EQ(now(command).status, CommandStatus::canceled);
  EXPECT_EQ(files_in_binaries(), 0u);
  EXPECT_FALSE(is_locked());
}

TEST_F(ExportsOfADataset, OneThatIsAbortedWhileItIsWrittenLeavesNoFile) {
  world.items(1);
  const auto command = begin();
  OvertakenStore store(world.env().store);
  auto env = with_store(world.env(), store);
  store.meanwhile = [&] { ASSERT_OK(abort_command(world.env(), world.manager(), command.id)); };
  EXPECT_TRUE(run_next_export(env, never));
  EXPECT_EQ(now(command).status, CommandStatus::canceled);
  EXPECT_EQ(files_in_binaries(), 0u);
  EXPECT_FALSE(run_next_export(env, never));
}

TEST_F(ExportsOfADataset, AServerThatStopsLeavesItToTheNextAndNothingIsDoubled) {
  world.items(1);
  const auto command = begin();
  const std::atomic<bool> stopping = true;
  EXPECT_THROW(run_next_export(world.env(), stopping), GivenUp);
  EXPECT_EQ(now(command).status, CommandStatus::in_progress);
  run();
  EXPECT_EQ(now(command).status, CommandStatus::success);
  EXPECT_EQ(files_in_binaries(), 1u);
  run();
  EXPECT_EQ(files_in_binaries(), 1u);
}

TEST_F(ExportsOfADataset, TheOneWhoAskedNextIsServedNext) {
  world.account("dora");
  world.join("dora", Role::developer);
  const auto first = begin();
  const auto second = begin();
  const auto other = begin({}, world.caller("dora"));
  EXPECT_TRUE(run_next_export(world.env(), never));
  world.clock.advance(std::chrono::seconds{1});
  EXPECT_TRUE(run_next_export(world.env(), never));
  EXPECT_EQ(now(first).status, CommandStatus::success);
  EXPECT_EQ(now(other).status, CommandStatus::success);
  EXPECT_EQ(now(second).status, CommandStatus::in_progress);
}

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
  const auto command = begin({}, world.caller("dora"));
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
  EXPECT_THAT(done.error().message, HasSubstr("narrow its filter"));
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

TEST_F(RunningExports, UnderstandALongConditionOnceForManyItems) {
  const auto items = world.items(200);
  for (const auto& item : items) annotate(item, "car");
  std::string labels = "\"car\"";
  for (int i = 0; i < 50'000; ++i) labels += fmt::format(",\"{:x}\"", i);
  const auto condition = R"({"filter":{"label":{"$in":[)" + labels + "]}}}";
  const auto sql =
      query::annotations_sql(query::parse_query(condition, query::Resource::annotations).value());
  const auto of_condition = steps_of([&] {
    read(world.env().store, [&](const Transaction& tx) {
      EXPECT_EQ(tx.annotations().numbers_matching(world.dataset(), {0}, sql).size(), 1u);
      return 0;
    });
  });
  EXPECT_GT(of_condition, 50'000u);
  const auto of_export = [&](const std::string& filter) {
    return steps_of([&] {
      const auto array =
          exported({.items_query = R"({"filter":)" + filter + "}", .annotations_query = condition});
      EXPECT_NE(array.find(R"("label":"car")"), std::string::npos);
    });
  };
  const auto of_one = of_export(R"({"filename":"*0001*"})");
  EXPECT_LT(of_export("{}"), of_one + 20 * of_condition);
}

}  // namespace
}  // namespace allot::test
