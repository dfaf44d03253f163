// What an export holds, what ends it, and what it holds up meanwhile.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/patience.h"
#include "json/text.h"
#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/commands/commands.h"
#include "usecases/datasets/remove.h"
#include "usecases/datasets/unlock.h"
#include "usecases/exports/begin.h"
#include "usecases/exports/queries.h"
#include "usecases/exports/read.h"
#include "usecases/exports/run.h"
#include "usecases/items/change.h"
#include "usecases/items/delete.h"
#include "usecases/items/read.h"
#include "usecases/items/upload.h"

namespace allot::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ExportsOfADataset : public testing::Test {
 protected:
  Command begin(const ExportOrder& order = {}, const std::optional<Caller>& caller = {}) {
    const BeginExport input{.dataset = world.dataset(), .order = order, .lock_time = {}};
    return begun(begin_export(world.env(), caller.value_or(world.manager()), input));
  }

  Command begin_locked(std::optional<std::chrono::seconds> time = {}) {
    const BeginExport input{
        .dataset = world.dataset(), .order = {}, .locks = true, .lock_time = time
    };
    return begun(begin_export(world.env(), world.manager(), input));
  }

  static Command begun(const Result<Command>& begun) {
    if (!begun) throw std::runtime_error(begun.error().message);
    return *begun;
  }

  /// All that wait.
  void run() {
    while (run_next_export(world.env(), never)) {
    }
  }

  Command now(const Command& command) {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.journal().command(command.id).value();
    });
  }

  static ItemId output_of(const Command& command) {
    return std::get<DatasetExported>(command.result).output;
  }

  /// The bytes that the command's file has.
  std::string content(const Command& command) {
    const auto content = read_content(world.env(), world.manager(), output_of(now(command)));
    if (!content) throw std::runtime_error(content.error().message);
    std::ifstream in(content->file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  std::string exported(const ExportOrder& order = {}) {
    const auto command = begin(order);
    run();
    EXPECT_EQ(now(command).error, "");
    EXPECT_EQ(now(command).status, CommandStatus::success);
    return content(command);
  }

  /// A member of each item.
  static std::vector<std::string> members(const std::string& array, std::string_view name) {
    std::vector<std::string> found;
    for (const auto& item : json::elements_of(array)) {
      found.push_back(json::member(item, name).value_or("absent"));
    }
    return found;
  }

  void annotate(const ItemId& item, const std::string& label, const std::string& type = "box") {
    const NewAnnotation added{
        .type = type,
        .label = label,
        .coordinates = R"([{"x":1,"y":2},{"x":3.50,"y":4}])",
        .creator = {}
    };
    ASSERT_OK(create_annotations(world.env(), world.manager(), item, {added}));
  }

  void hide(const ItemId& id) {
    ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      auto item = tx.items().find(id).value();
      item.hidden = true;
      tx.items().update(item);
      return Done{};
    }));
  }

  bool is_locked() {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.datasets().find(world.dataset()).value().readonly;
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

TEST_F(ExportsOfADataset, ItIsAnArrayOfItemsWithTheirAnnotationsOldestFirst) {
  const auto items = world.items(3);
  annotate(items[0], "car");
  annotate(items[0], "sign");
  annotate(items[2], "car");
  const auto array = exported();
  EXPECT_THAT(
      members(array, "id"),
      ElementsAre(
          json::quoted(items[0].text), json::quoted(items[1].text), json::quoted(items[2].text)
      )
  );
  const auto lists = members(array, "annotations");
  ASSERT_EQ(lists.size(), 3u);
  EXPECT_THAT(members(lists[0], "label"), ElementsAre(R"("car")", R"("sign")"));
  EXPECT_EQ(lists[1], "[]");
  // As they were sent, to the digit.
  EXPECT_THAT(lists[2], HasSubstr(R"([{"x":1,"y":2},{"x":3.50,"y":4}])"));
}

TEST_F(ExportsOfADataset, AnEmptyOneIsAnEmptyArray) {
  EXPECT_EQ(exported(), "[]");
}

TEST_F(ExportsOfADataset, WithoutAnnotationsItemsAreWhatTheyAreElsewhere) {
  const auto items = world.items(1);
  annotate(items[0], "car");
  const auto address = "http://allot.test/api/v1/items/" + items[0].text + "/annotations";
  EXPECT_THAT(
      members(exported({.with_annotations = false}), "annotations"),
      ElementsAre(json::quoted(address))
  );
}

TEST_F(ExportsOfADataset, TheQueryOfItemsPicksFilesAndHiddenOnesOnlyWhenAsked) {
  world.items(2, "day");
  world.items(1, "night");
  hide(world.items(1, ".hidden").front());
  const auto paths = [&](const std::string& filter) {
    return members(exported({.items_query = R"({"filter":)" + filter + "}"}), "filename");
  };
  EXPECT_EQ(paths("{}").size(), 3u);
  EXPECT_THAT(paths(R"({"dir":"/night"})"), ElementsAre(testing::StartsWith("\"/night/")));
  EXPECT_THAT(paths(R"({"hidden":true})"), ElementsAre(testing::StartsWith("\"/.hidden/")));
  EXPECT_THAT(paths(R"({"type":"dir"})"), IsEmpty());
}

TEST_F(ExportsOfADataset, TheQueryOfAnnotationsPicksThoseInside) {
  const auto items = world.items(2);
  for (int i = 0; i < 50; ++i) annotate(items[0], i % 2 == 0 ? "car" : "sign");
  annotate(items[1], "sign");
  annotate(items[1], "", "note");
  const auto lists = members(
      exported({.annotations_query = R"({"filter":{"label":"sign"},"pageSize":1000})"}),
      "annotations"
  );
  ASSERT_EQ(lists.size(), 2u);
  EXPECT_EQ(members(lists[0], "label"), std::vector<std::string>(25, R"("sign")"));
  EXPECT_THAT(members(lists[1], "label"), ElementsAre(R"("sign")"));
  const auto by_item = members(
      exported(
          {.annotations_query =
               R"({"filter":{},"join":{"filter":{"id":")" + items[1].text + R"("}}})"}
      ),
      "annotations"
  );
  EXPECT_EQ(by_item[0], "[]");
  EXPECT_EQ(members(by_item[1], "type").size(), 2u);
}

TEST_F(ExportsOfADataset, AnArchiveHasADocumentForEachItem) {
  world.items(2, "day");
  const auto archive = exported({.form = ExportForm::zip});
  EXPECT_THAT(archive, HasSubstr("json/day/0001.png.json"));
  EXPECT_THAT(archive, HasSubstr("json/day/0002.png.json"));
  EXPECT_TRUE(archive.starts_with("PK"));
  EXPECT_THAT(exported({.form = ExportForm::zipped_json}), HasSubstr("result.json"));
}

TEST_F(ExportsOfADataset, AQueryThatCannotBeUnderstoodIsRefusedAtOnce) {
  const auto begin_with = [&](const ExportOrder& order) {
    return begin_export(
        world.env(), world.manager(), {.dataset = world.dataset(), .order = order, .lock_time = {}}
    );
  };
  EXPECT_FAILS(begin_with({.items_query = R"({"filter":{"a":{"$x":1}}})"}), ErrorCode::invalid);
  EXPECT_FAILS(
      begin_with({.items_query = R"({"filter":{"type":"file"},"delete":true})"}), ErrorCode::invalid
  );
  const auto refused = begin_with({.annotations_query = R"({"filter":[]})"});
  EXPECT_FAILS(refused, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("`annotationsQuery`"));
}

TEST_F(ExportsOfADataset, AQueryIsNotTooLongToBeKept) {
  const auto begin_with = [&](const ExportOrder& order) {
    return begin_export(
        world.env(), world.manager(), {.dataset = world.dataset(), .order = order, .lock_time = {}}
    );
  };
  const auto query_of = [](std::size_t bytes) {
    const std::string head = R"({"filter":{"dir":"/a"})";
    return head + std::string(bytes - head.size() - 1, ' ') + "}";
  };
  EXPECT_OK(begin_with({.items_query = query_of(query_bytes_max)}));
  const auto refused = begin_with({.items_query = query_of(query_bytes_max + 1)});
  EXPECT_FAILS(refused, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("`itemsQuery`"));
  EXPECT_FAILS(
      begin_with({.annotations_query = query_of(query_bytes_max + 1)}), ErrorCode::invalid
  );
}

TEST_F(ExportsOfADataset, OwnersAndDevelopersExport) {  // B-170
  const auto begin_as = [&](const std::string& name) {
    return begin_export(
        world.env(), world.caller(name), {.dataset = world.dataset(), .order = {}, .lock_time = {}}
    );
  };
  world.join("dora", Role::developer);
  world.join("max", Role::annotation_manager);
  world.join("ada", Role::annotator);
  EXPECT_OK(begin_as("dora"));
  EXPECT_FAILS(begin_as("max"), ErrorCode::forbidden);
  EXPECT_FAILS(begin_as("ada"), ErrorCode::forbidden);
  EXPECT_FAILS(begin_as("eve"), ErrorCode::not_found);
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

TEST_F(ExportsOfADataset, AnItemThatWasDeletedMeanwhileIsLeftOut) {
  const auto items = world.items(2);
  const auto command = begin();
  ASSERT_OK(delete_item(world.env(), world.manager(), items[0]));
  run();
  EXPECT_THAT(members(content(command), "id"), ElementsAre(json::quoted(items[1].text)));
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

TEST_F(ExportsOfADataset, ALockedDatasetStaysAsItIsUntilTheExportHasEnded) {
  const auto items = world.items(1);
  annotate(items[0], "car");
  const auto command = begin_locked();
  EXPECT_TRUE(is_locked());
  auto& env = world.env();
  const auto mia = world.manager();
  const auto upload = [&] {
    auto spool = env.files.spool();
    spool->append("x");
    return upload_item(env, mia, {.dataset = world.dataset(), .path = "/new.txt"}, spool->finish());
  };
  EXPECT_FAILS(upload(), ErrorCode::conflict);
  EXPECT_FAILS(make_folder(env, mia, world.dataset(), "/new"), ErrorCode::conflict);
  EXPECT_FAILS(change_item(env, mia, {.item = items[0], .path = "/a.png"}), ErrorCode::conflict);
  EXPECT_FAILS(delete_item(env, mia, items[0]), ErrorCode::conflict);
  const NewAnnotation added{.type = "class", .label = "car", .creator = {}};
  EXPECT_FAILS(create_annotations(env, mia, items[0], {added}), ErrorCode::conflict);
  run();
  EXPECT_EQ(now(command).status, CommandStatus::success);
  EXPECT_FALSE(is_locked());
  EXPECT_OK(upload());
}

TEST_F(ExportsOfADataset, ALockEndsWithTheLastOfItsExports) {
  begin_locked();
  begin_locked();
  EXPECT_TRUE(run_next_export(world.env(), never));
  EXPECT_TRUE(is_locked());
  EXPECT_TRUE(run_next_export(world.env(), never));
  EXPECT_FALSE(is_locked());
}

TEST_F(ExportsOfADataset, ALockEndsWithItsTime) {
  world.items(1);
  begin_locked(std::chrono::seconds{60});
  world.clock.advance(std::chrono::seconds{59});
  const std::atomic<bool> stopping = true;
  EXPECT_THROW(run_next_export(world.env(), stopping), GivenUp);
  EXPECT_TRUE(is_locked());
  world.clock.advance(std::chrono::seconds{1});
  EXPECT_THROW(run_next_export(world.env(), stopping), GivenUp);
  EXPECT_FALSE(is_locked());
}

TEST_F(ExportsOfADataset, ALockedDatasetCanBeUnlockedByHand) {
  const auto command = begin_locked();
  ASSERT_OK(unlock_dataset(world.env(), world.manager(), world.dataset()));
  EXPECT_FALSE(is_locked());
  run();
  EXPECT_EQ(now(command).status, CommandStatus::success);
  EXPECT_FALSE(is_locked());
}

TEST_F(ExportsOfADataset, ExportsAreListedToWhoMayMakeThem) {
  world.items(1);
  const auto done = begin();
  run();
  const auto waiting = begin();
  const auto listed = list_exports(world.env(), world.manager(), {.count = 10});
  ASSERT_EQ(listed.exports.size(), 2u);
  EXPECT_EQ(listed.exports[0].order.id, waiting.id);
  EXPECT_EQ(listed.exports[1].order.id, done.id);
  EXPECT_EQ(listed.exports[1].order.output, output_of(now(done)));
  EXPECT_EQ(listed.exports[1].command.value().status, CommandStatus::success);
  world.join("ada", Role::annotator);
  EXPECT_EQ(list_exports(world.env(), world.caller("ada"), {.count = 10}).total, 0u);
  EXPECT_EQ(
      list_exports(world.env(), world.caller("eve"), {.projects = {world.project()}, .count = 10})
          .total,
      0u
  );
}

}  // namespace
}  // namespace allot::test
