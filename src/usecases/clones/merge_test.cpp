// What a dataset holds that was made of several.

#include "usecases/clones/merge.h"

#include <algorithm>

#include "json/text.h"
#include "store/clones.h"
#include "usecases/clones/merges_for_tests.h"
#include "usecases/commands/standing.h"
#include "usecases/items/delete.h"
#include "usecases/projects/create.h"

namespace allot::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Merges : public MergeTest {
 protected:
  const DatasetId first = world.dataset();
};

TEST_F(Merges, HoldTheFilesOfAll) {
  const auto second = another_dataset();
  add("/1.png");
  add("/night/2.png");
  add("/night/3.png", ItemType::file, second);
  add("/day/4.png", ItemType::file, second);
  const auto all = merged({first, second});
  EXPECT_THAT(
      paths_of(all),
      UnorderedElementsAre("/1.png", "/night", "/night/2.png", "/night/3.png", "/day", "/day/4.png")
  );
  EXPECT_THAT(files_of(first), SizeIs(2));
  EXPECT_THAT(files_of(second), SizeIs(2));
  sound_rows();
}

// B-246
TEST_F(Merges, MakeOneItemOfAFileAndItsClonesWithTheAnnotationsOfAll) {
  const auto file = item(world.items(1).front());
  label(file, "car");
  const auto second = clone_of(first, "Ben's", {.annotations = false});
  const auto third = clone_of(first, "Cleo's", {.annotations = false});
  label(only_file_of(second), "bus");
  label(only_file_of(third), "tram", 2);
  const auto all = merged({first, second, third});
  const auto one = only_file_of(all);
  EXPECT_EQ(one.path, file.path);
  EXPECT_EQ(one.source_item, file.id);
  EXPECT_EQ(one.source_dataset, first);
  EXPECT_THAT(labels_of(one), ElementsAre("car", "bus", "tram", "tram"));
  const auto dataset = must(get_dataset(world.env(), world.manager(), all));
  EXPECT_EQ(dataset.files, 1u);
  EXPECT_EQ(dataset.annotated_files, 1u);
  EXPECT_EQ(dataset.annotations, 4u);
  EXPECT_TRUE(dataset.dataset.source.empty());
  sound_rows();
}

TEST_F(Merges, KnowAnOriginThatIsInNoneOfThem) {
  world.items(1);
  const auto second = clone_of(first, "Second");
  const auto third = clone_of(second, "Third");
  const auto fourth = clone_of(first, "Fourth");
  EXPECT_THAT(files_of(merged({third, fourth})), SizeIs(1));
}

TEST_F(Merges, KnowAnOriginThatIsGone) {
  const auto file = world.items(1).front();
  const auto second = clone_of(first, "Second");
  const auto third = clone_of(first, "Third");
  must(delete_item(world.env(), world.manager(), file));
  purge();
  EXPECT_THAT(files_of(merged({second, third})), SizeIs(1));
}

TEST_F(Merges, FindAClonedFileWhereverItWasMoved) {
  world.items(1);
  const auto second = clone_of(first, "Second");
  auto moved = only_file_of(second);
  moved.path = "/elsewhere/name.png";
  put(moved);
  label(moved, "car");
  const auto all = merged({first, second});
  EXPECT_THAT(labels_of(only_file_of(all)), ElementsAre("car"));
  const auto other_way = merged({.datasets = {second, first}, .projects = {}, .name = "Other way"});
  EXPECT_EQ(only_file_of(other_way).path, "/elsewhere/name.png");
}

TEST_F(Merges, GiveANumberWhereAPathIsTaken) {
  const auto second = another_dataset("Second");
  const auto third = another_dataset("Third");
  for (const auto& dataset : {first, second, third}) {
    add("/a/b.png", ItemType::file, dataset);
  }
  EXPECT_THAT(
      paths_of(merged({first, second, third})),
      UnorderedElementsAre("/a", "/a/b.png", "/a/b (2).png", "/a/b (3).png")
  );
  sound_rows();
}

TEST_F(Merges, GiveNoPathThatIsTooLong) {  // B-316
  std::string folders;
  for (int i = 0; i < 20; ++i) folders += "/" + std::string(198, 'a');
  const auto second = another_dataset("Second");
  add(folders + "/" + std::string(15, 'b') + ".png");
  add(folders + "/" + std::string(15, 'b') + ".png", ItemType::file, second);
  std::vector<std::string> files;
  for (const auto& file : files_of(merged({first, second}))) files.push_back(file.path);
  EXPECT_THAT(
      files,
      UnorderedElementsAre(
          folders + "/" + std::string(15, 'b') + ".png",
          folders + "/" + std::string(11, 'b') + " (2).png"
      )
  );
}

// Its number makes every path below it longer.
TEST_F(Merges, ShortenWhatIsInAFolderThatGetsANumber) {  // B-316
  std::string folders;
  for (int i = 0; i < 20; ++i) folders += "/" + std::string(198, 'a');
  const auto second = another_dataset("Second");
  add("/x");
  add("/x" + folders + "/" + std::string(13, 'b') + ".png", ItemType::file, second);
  const auto files = files_of(merged({first, second}));
  ASSERT_THAT(files, SizeIs(2));
  EXPECT_EQ(files[1].path, "/x (2)" + folders + "/" + std::string(5, 'b') + " (2).png");
}

TEST_F(Merges, KeepFoldersAndFilesOfOneNameApart) {  // B-256
  const auto second = another_dataset("Second");
  const auto third = another_dataset("Third");
  add("/a");
  add("/a/b.png", ItemType::file, second);
  add("/a/c.png", ItemType::file, second);
  add("/a", ItemType::dir, third);
  add("/a/d.png", ItemType::file, third);
  EXPECT_THAT(
      paths_of(merged({first, second, third})),
      UnorderedElementsAre("/a", "/a (2)", "/a (2)/b.png", "/a (2)/c.png", "/a (2)/d.png")
  );
  EXPECT_THAT(
      paths_of(merged({.datasets = {second, first}, .projects = {}, .name = "Other way"})),
      UnorderedElementsAre("/a", "/a/b.png", "/a/c.png", "/a (2)")
  );
  sound_rows();
}

// The first file of the folder becomes one with another elsewhere, and brings no folder along.
TEST_F(Merges, KnowTheFolderOfAFileBehindOneThatIsThere) {
  world.items(1);
  const auto second = clone_of(first, "Second");
  auto moved = only_file_of(second);
  moved.path = "/new/1.png";
  put(moved);
  add("/new/2.png", ItemType::file, second);
  set_metadata(item(add("/new", ItemType::dir, second)), R"({"system":{},"user":{"k":1}})");
  const auto items = items_of(merged({first, second}));
  const auto folder = std::ranges::find(items, "/new", &Item::path);
  ASSERT_NE(folder, items.end());
  EXPECT_EQ(json::member(folder->metadata, "user.k"), "1");
}

TEST_F(Merges, TakeOfTheMetadataOfClonesWhatTheFirstLacks) {
  world.items(1);
  const auto second = clone_of(first, "Second");
  set_metadata(only_file_of(first), R"({"system":{"size":10},"user":{"a":1,"deep":{"x":1}}})");
  set_metadata(
      only_file_of(second), R"({"system":{"mine":true},"user":{"a":2,"b":2.50,"deep":{"y":2}}})"
  );
  const auto all = only_file_of(merged({first, second}));
  EXPECT_EQ(json::member(all.metadata, "system"), R"({"size":10})");
  EXPECT_EQ(json::member(all.metadata, "user.a"), "1");
  EXPECT_EQ(json::member(all.metadata, "user.b"), "2.50");
  EXPECT_EQ(json::member(all.metadata, "user.deep.x"), "1");
  EXPECT_EQ(json::member(all.metadata, "user.deep.y"), "2");
  const auto bare = only_file_of(merged(
      {.datasets = {first, second}, .projects = {}, .name = "Bare", .parts = {.metadata = false}}
  ));
  EXPECT_EQ(bare.metadata, R"({"system":{"size":10}})");
}

// What is null there is said by the first, too.
TEST_F(Merges, LeaveTheNullsOfTheFirst) {
  world.items(1);
  const auto second = clone_of(first, "Second");
  const std::string said = R"({"n":null,"deep":{"n":null}})";
  set_metadata(only_file_of(first), R"({"system":{},"user":)" + said + "}");
  set_metadata(only_file_of(second), R"({"system":{},"user":{"n":1,"deep":{"n":2}}})");
  const auto set_metadata_of_dataset = [&](const DatasetId& id, const std::string& metadata) {
    must(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      auto dataset = tx.datasets().find(id).value();
      dataset.user_metadata = metadata;
      tx.datasets().put(dataset);
      return Done{};
    }));
  };
  set_metadata_of_dataset(first, R"({"n":null})");
  set_metadata_of_dataset(second, R"({"n":1,"m":2})");
  const auto all = merged({first, second});
  EXPECT_EQ(json::member(only_file_of(all).metadata, "user"), said);
  const auto dataset = look([&](const Transaction& tx) { return tx.datasets().find(all).value(); });
  EXPECT_EQ(dataset.user_metadata, R"({"n":null,"m":2})");
}

// A change of a merge is no longer for files whose clones say little.
TEST_F(Merges, AreWrittenInSlicesOfWhatBecomesOneAndNotOfWhatComesAlone) {
  constexpr std::size_t count = 12;
  const std::string much = R"({"system":{},"user":{"a":")" + std::string(300'000, 'x') + R"("}})";
  world.items(count);
  const auto second = clone_of(first, "Second");
  for (const auto& file : files_of(first)) set_metadata(file, much);
  for (const auto& file : files_of(second)) {
    set_metadata(file, R"({"system":{},"user":{"b":1}})");
  }
  const auto command = begin_merging({.datasets = {first, second}, .projects = {}, .name = "All"});
  // Three for the files, and as many for their clones.
  run_while("clones/slice", 5, [] {});
  const auto files = files_of(dataset_of(now(command)));
  ASSERT_THAT(files, SizeIs(count));
  for (const auto& file : files) EXPECT_EQ(json::member(file.metadata, "user.b"), "1");
}

TEST_F(Merges, LeaveAnnotationsAndTheirReviewWhereTheyAre) {
  world.items(1);
  const auto second = clone_of(first, "Second");
  annotate(
      only_file_of(second).id,
      {{.type = "class",
        .label = "car",
        .metadata = R"({"system":{"status":"issue"}})",
        .creator = {}}}
  );
  const auto status_in = [&](const std::string& name, ClonedParts parts) {
    const auto all =
        merged({.datasets = {first, second}, .projects = {}, .name = name, .parts = parts});
    return annotations_of(only_file_of(all));
  };
  EXPECT_THAT(status_in("None", {.annotations = false}), IsEmpty());
  EXPECT_EQ(status_in("Cleared", {.statuses = false}).at(0).status, "");
  EXPECT_EQ(status_in("Whole", {}).at(0).status, "issue");
  sound_rows();
}

TEST_F(Merges, HaveTheRecipesOfAllAndAreOfTheirProject) {
  const auto second = another_dataset();
  const auto recipe =
      look([&](const Transaction& tx) { return tx.datasets().find(second).value().recipes.at(0); });
  const auto all = merged({first, second, first});
  const auto dataset = look([&](const Transaction& tx) { return tx.datasets().find(all).value(); });
  EXPECT_THAT(dataset.recipes, ElementsAre(world.recipe(), recipe));
  EXPECT_EQ(dataset.project, world.project());
}

TEST_F(Merges, AreCommandsThatSayWhatTheyAreMadeOf) {
  const auto second = another_dataset();
  const auto command =
      begin_merging({.datasets = {first, second, first}, .projects = {}, .name = "All"});
  EXPECT_EQ(command.status, CommandStatus::in_progress);
  const DatasetsMerged expected{.sources = {first, second}, .dataset = {}};
  EXPECT_EQ(std::get<DatasetsMerged>(command.result), expected);
  EXPECT_TRUE(look([&](const Transaction& tx) { return still_stands(tx, now(command)); }));
  run();
  EXPECT_EQ(now(command).progress, 100);
  EXPECT_TRUE(look([&](const Transaction& tx) { return still_stands(tx, now(command)); }));
}

TEST_F(Merges, ANameThatIsTakenMakesTheCommandFail) {  // B-153
  another_dataset("All");
  const auto command = begin_merging({.datasets = {first}, .projects = {}, .name = "All"});
  run();
  EXPECT_EQ(now(command).status, CommandStatus::failed);
  EXPECT_THAT(now(command).error, HasSubstr("Dataset with the same name already exists"));
}

TEST_F(Merges, WhatCannotBeMeantIsRefused) {
  const auto refused = [&](MergeDatasets input) {
    EXPECT_FAILS(begin_merge(world.env(), world.manager(), std::move(input)), ErrorCode::invalid);
  };
  refused({.datasets = {}, .projects = {}, .name = "All"});
  refused({.datasets = {first}, .projects = {}, .name = " "});
  refused({.datasets = std::vector(101, first), .projects = {}, .name = "All"});
}

// B-170
TEST_F(Merges, NeedTheRightToTheDataOfEach) {
  world.account("olga");
  const auto project =
      must(create_project(world.env(), world.caller("olga"), {.name = "Town"})).project.id;
  const CreateDataset there{.project = project, .name = "There", .expiration_options = {}};
  const auto hers = must(create_dataset(world.env(), world.caller("olga"), there)).dataset.id;
  const auto asks = [&](std::vector<DatasetId> datasets, std::vector<ProjectId> projects = {}) {
    return begin_merge(
        world.env(),
        world.caller("olga"),
        {.datasets = std::move(datasets), .projects = std::move(projects), .name = "All"}
    );
  };
  EXPECT_FAILS(asks({hers, first}), ErrorCode::not_found);
  world.join("olga", Role::annotation_manager);
  EXPECT_FAILS(asks({hers, first}), ErrorCode::forbidden);
  EXPECT_FAILS(asks({hers}, {world.project(), project}), ErrorCode::forbidden);
  world.join("olga", Role::developer);
  EXPECT_FAILS(asks({hers, first}, {project}), ErrorCode::invalid);
  const auto command = must(asks({hers, first}, {world.project(), project}));
  EXPECT_EQ(command.project, world.project());
  run();
  EXPECT_EQ(now(command).status, CommandStatus::success) << now(command).error;
  const auto made = look([&](const Transaction& tx) {
    return tx.datasets().find(dataset_of(now(command))).value();
  });
  EXPECT_EQ(made.project, world.project());
}

}  // namespace
}  // namespace allot::test
