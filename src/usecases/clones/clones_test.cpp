// What a clone of a dataset holds.

#include "store/clones.h"

#include "json/text.h"
#include "usecases/assignments/set_status.h"
#include "usecases/clones/clones_for_tests.h"
#include "usecases/clones/copies.h"
#include "usecases/exports/queries.h"
#include "usecases/items/read.h"

namespace allot::test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class ClonesOfADataset : public CloneTest {};

TEST_F(ClonesOfADataset, ACloneIsACommandThatRunsUntilAllOfItIsThere) {
  const auto items = world.items(2);
  annotate(items[0], {{.type = "box", .label = "car", .coordinates = R"([{"x":1.50,"y":2}])"}});
  const auto command = begin({.name = "Copy"});
  EXPECT_EQ(command.status, CommandStatus::in_progress);
  EXPECT_EQ(command.progress, 0);
  run();
  const auto done = now(command);
  EXPECT_EQ(done.status, CommandStatus::success);
  EXPECT_EQ(done.progress, 100);
  const auto clone = std::get<DatasetCloned>(done.result).clone;
  const auto dataset = get_dataset(world.env(), world.manager(), clone);
  ASSERT_OK(dataset);
  EXPECT_EQ(dataset->dataset.name, "Copy");
  EXPECT_EQ(dataset->dataset.source, world.dataset());
  EXPECT_EQ(dataset->dataset.updated_by, World::person("mia"));
  // Right at once (B-260).
  EXPECT_EQ(dataset->files, 2u);
  EXPECT_EQ(dataset->annotated_files, 1u);
  EXPECT_EQ(dataset->annotations, 1u);
  sound_rows();
}

TEST_F(ClonesOfADataset, ItsItemsAreNewOnesWithTheSameContent) {
  const auto id = world.items(1).front();
  auto source = item(id);
  source.content = std::string(64, 'a');
  source.description = "a street";
  source.metadata = R"({"fps":25,"system":{"size":10},"user":{"n":1.50}})";
  put(source);
  const auto clone = items_of(cloned()).back();
  EXPECT_NE(clone.id, source.id);
  EXPECT_EQ(clone.source_item, source.id);
  EXPECT_EQ(clone.source_dataset, world.dataset());
  EXPECT_EQ(clone.path, source.path);
  EXPECT_EQ(clone.content, source.content);
  EXPECT_EQ(clone.size, source.size);
  EXPECT_EQ(clone.description, source.description);
  EXPECT_EQ(clone.metadata, source.metadata);
}

TEST_F(ClonesOfADataset, ItHasTheRecipesOfItsSource) {
  const auto clone = cloned();
  const auto dataset =
      look([&](const Transaction& tx) { return tx.datasets().find(clone).value(); });
  EXPECT_THAT(dataset.recipes, ElementsAre(world.recipe()));
  EXPECT_THAT(items_of(clone), IsEmpty());
}

TEST_F(ClonesOfADataset, AnnotationsComeAlongWithTheirAuthors) {
  const auto id = world.items(1).front();
  annotate(
      id,
      {{.type = "box",
        .label = "car",
        .coordinates = R"([{"x":1.50,"y":2}])",
        .attributes = R"({"1":"red"})",
        .metadata = R"({"user":{"n":1}})",
        .creator = World::person("ada")},
       {.type = "class", .label = "street", .creator = World::person("ben")}}
  );
  const auto source = annotations_of(item(id));
  const auto clone = items_of(cloned()).back();
  const auto copies = annotations_of(clone);
  ASSERT_THAT(copies, SizeIs(2));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NE(copies[i].id, source[i].id);
    EXPECT_EQ(copies[i].item_id, clone.id);
    EXPECT_EQ(copies[i].label, source[i].label);
    EXPECT_EQ(copies[i].coordinates, source[i].coordinates);
    EXPECT_EQ(copies[i].attributes, source[i].attributes);
    EXPECT_EQ(copies[i].metadata, source[i].metadata);
    EXPECT_EQ(copies[i].creator, source[i].creator);
  }
  EXPECT_THAT(
      annotations_of(items_of(cloned({.name = "Bare", .parts = {.annotations = false}})).back()),
      IsEmpty()
  );
}

TEST_F(ClonesOfADataset, MetadataOfTheUserStaysBehindWhenNotAskedFor) {
  auto source = item(world.items(1).front());
  source.metadata = R"({"system":{"size":10},"user":{"n":1}})";
  put(source);
  const auto clone = items_of(cloned({.name = "Bare", .parts = {.metadata = false}})).back();
  EXPECT_EQ(clone.metadata, R"({"system":{"size":10}})");
}

TEST_F(ClonesOfADataset, ReviewStatusesAreClearedWhenNotAskedFor) {
  const auto id = world.items(1).front();
  annotate(
      id,
      {{.type = "class",
        .label = "car",
        .metadata = R"({"system":{"status":"issue","x":1}})",
        .creator = {}}}
  );
  const auto with = cloned();
  EXPECT_EQ(annotations_of(items_of(with).back()).front().status, "issue");
  EXPECT_EQ(look([&](const Transaction& tx) { return tx.datasets().with_issue(with).size(); }), 1u);
  const auto without = cloned({.name = "Bare", .parts = {.statuses = false}});
  const auto cleared = annotations_of(items_of(without).back()).front();
  EXPECT_EQ(cleared.status, "");
  EXPECT_EQ(cleared.metadata, R"({"system":{"x":1}})");
  EXPECT_TRUE(look([&](const Transaction& tx) { return tx.datasets().with_issue(without); }).empty()
  );
}

// B-246
TEST_F(ClonesOfADataset, ClonesAreInNoTaskAndHaveNoHistory) {
  const auto task = world.task({{.annotator = "ada", .open_items = 1, .completed_items = 1}});
  const auto clone = cloned();
  for (const auto& one : items_of(clone)) {
    if (one.type == ItemType::dir) continue;
    const auto view = read_item(world.env(), world.manager(), one.id);
    ASSERT_OK(view);
    JsonWriter json;
    json.object([&] { write_item_members(json, *view); });
    EXPECT_EQ(json::member(json.text(), "metadata.system.refs"), "[]");
    EXPECT_EQ(json::member(json.text(), "metadata.system.taskStatusLog"), std::nullopt);
  }
  EXPECT_EQ(world.items_of("ada"), (Held{.open = 1, .completed = 1}));
}

TEST_F(ClonesOfADataset, AFilterNarrowsWhichItemsAndTheirFoldersComeAlong) {
  add("/day", ItemType::dir);
  world.items(2, "day");
  world.items(1, "night");
  const auto paths = [&](const std::string& name, const std::string& filter) {
    return paths_of(
        cloned({.items_query = R"({"page":0,"pageSize":1,"filter":)" + filter + "}", .name = name})
    );
  };
  EXPECT_THAT(
      paths("files", R"({"$and":[{"type":"file"}]})"),
      UnorderedElementsAre("/day", "/day/0001.png", "/day/0002.png", "/night", "/night/0003.png")
  );
  EXPECT_THAT(
      paths("day", R"({"dir":"/day","type":"file"})"),
      UnorderedElementsAre("/day", "/day/0001.png", "/day/0002.png")
  );
  EXPECT_THAT(paths("folders", R"({"type":"dir"})"), ElementsAre("/day"));
}

TEST_F(ClonesOfADataset, AFolderIsACloneOfThatOfTheSource) {
  const auto folder = add("/day", ItemType::dir);
  world.items(1, "day");
  const auto items = items_of(cloned());
  ASSERT_THAT(items, SizeIs(2));
  EXPECT_EQ(items.front().path, "/day");
  EXPECT_EQ(items.front().source_item, folder);
}

TEST_F(ClonesOfADataset, ConsensusCopiesStayBehindUnlessHiddenItemsAreAskedFor) {
  add("/.consensus/1/a.png");
  add("/.dataloop/notes.txt");
  add("/a.png");
  EXPECT_THAT(
      paths_of(cloned()), UnorderedElementsAre("/.dataloop", "/.dataloop/notes.txt", "/a.png")
  );
  EXPECT_THAT(
      paths_of(cloned({.items_query = R"({"filter":{"hidden":true,"type":"file"}})", .name = "all"})
      ),
      UnorderedElementsAre(
          "/.consensus",
          "/.consensus/1",
          "/.consensus/1/a.png",
          "/.dataloop",
          "/.dataloop/notes.txt"
      )
  );
}

TEST_F(ClonesOfADataset, ADirectoryIsPutAboveEverything) {
  world.items(1, "day");
  EXPECT_THAT(
      paths_of(cloned({.name = "below", .directory = "/all/of"})),
      UnorderedElementsAre("/all", "/all/of", "/all/of/day", "/all/of/day/0001.png")
  );
}

TEST_F(ClonesOfADataset, ThousandsOfRowsGoInSlicesAndAreWhole) {
  const auto items = world.items(1'100);
  std::vector<NewAnnotation> many(1'200, {.type = "class", .label = "car", .creator = {}});
  annotate(items[700], many);
  annotate(items[701], {{.type = "class", .label = "bus", .creator = {}}});
  const auto clone = cloned();
  const auto copies = items_of(clone);
  EXPECT_THAT(copies, SizeIs(1'101));  // and their folder
  EXPECT_EQ(copies[1].source_item, items[0]);
  EXPECT_EQ(copies[1'100].source_item, items[1'099]);
  EXPECT_THAT(annotations_of(copies[701]), SizeIs(1'200));
  EXPECT_EQ(annotations_of(copies[702]).front().label, "bus");
  EXPECT_EQ(look([&](const Transaction& tx) { return tx.annotations().total(clone); }), 1'201u);
  sound_rows();
}

TEST_F(ClonesOfADataset, PartsOfAnAnnotationFindTheirWholeInTheClone) {
  const auto id = world.items(1).front();
  annotate(id, {{.type = "pose", .label = "person", .creator = {}}});
  const auto whole = annotations_of(item(id)).front().id;
  annotate(
      id,
      {{.type = "point",
        .label = "hand",
        .metadata = R"({"system":{"parentId":")" + whole.text + R"("}})",
        .creator = {}}}
  );
  const auto copies = annotations_of(items_of(cloned()).back());
  ASSERT_THAT(copies, SizeIs(2));
  EXPECT_EQ(parent_of(copies[1]), copies[0].id);
}

// In the same slice, and some slices later.
TEST_F(ClonesOfADataset, PartsThatAreOlderThanTheirWholeFindItToo) {
  const auto id = world.items(1).front();
  const NewAnnotation part{.type = "point", .label = "hand", .creator = {}};
  annotate(id, {part});
  annotate(id, std::vector<NewAnnotation>(1'200, {.type = "class", .label = "car", .creator = {}}));
  annotate(id, {part, {.type = "pose", .label = "person", .creator = {}}});
  const auto all = annotations_of(item(id));
  ASSERT_THAT(all, SizeIs(1'203));
  for (const auto at : {0, 1'201}) {
    ChangeAnnotation change;
    change.annotation = all[static_cast<std::size_t>(at)].id;
    change.metadata = R"({"system":{"parentId":")" + all.back().id.text + R"("}})";
    change.system = true;
    must(change_annotation(world.env(), world.manager(), change));
  }
  const auto copies = annotations_of(items_of(cloned()).back());
  ASSERT_THAT(copies, SizeIs(1'203));
  EXPECT_EQ(parent_of(copies.front()), copies.back().id);
  EXPECT_EQ(parent_of(copies[1'201]), copies.back().id);
  sound_rows();
}

TEST_F(ClonesOfADataset, ANameThatIsTakenFailsAndLeavesNothing) {
  world.items(1);
  const auto before = sound_rows();
  const auto command = begin({.name = "Pictures of another"});
  another_dataset("Pictures of another");
  run();
  EXPECT_THAT(failed(command), HasSubstr("Dataset with the same name already exists"));
  purge();
  EXPECT_EQ(sound_rows(), before);
}

TEST_F(ClonesOfADataset, ANameThatIsTakenMeanwhileFailsAndLeavesNothing) {
  world.items(1);
  const auto before = sound_rows();
  const auto command = begin({.name = "Copy"});
  run_while("clones/show", 0, [&] { another_dataset("Copy"); });
  EXPECT_THAT(failed(command), HasSubstr("Dataset with the same name already exists"));
  EXPECT_EQ(names().size(), 2u);
  purge();
  EXPECT_EQ(sound_rows(), before);
}

TEST_F(ClonesOfADataset, WhatCannotBeMeantIsRefusedAtOnce) {
  const auto begin_with = [&](const CloneOrder& order) {
    return begin_clone(world.env(), world.manager(), {.dataset = world.dataset(), .order = order});
  };
  EXPECT_FAILS(begin_with({}), ErrorCode::invalid);  // neither name nor target
  EXPECT_FAILS(begin_with({.name = "a\nb"}), ErrorCode::invalid);
  EXPECT_FAILS(begin_with({.name = "a", .directory = "/a/../b"}), ErrorCode::invalid);
  const auto refused = begin_with({.items_query = R"({"filter":{"a":{"$x":1}}})", .name = "a"});
  EXPECT_FAILS(refused, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("`filter`"));
  EXPECT_FAILS(
      begin_with({.items_query = R"({"filter":{"type":"file"},"delete":true})", .name = "a"}),
      ErrorCode::invalid
  );
  EXPECT_FAILS(begin_with({.target = DatasetId{"nothing"}}), ErrorCode::not_found);
  EXPECT_FALSE(run_next_clone(world.env(), never));
}

TEST_F(ClonesOfADataset, TheFiltersOfThoseThatWaitAreNotTooMuchToBeKept) {
  const auto begin_long = [&] {
    const std::string head = R"({"filter":{"dir":"/a"})";
    const CloneOrder order{
        .items_query = head + std::string(query_bytes_max - head.size() - 1, ' ') + "}",
        .name = "Copy"
    };
    return begin_clone(world.env(), world.manager(), {.dataset = world.dataset(), .order = order});
  };
  const auto refused = [&] {
    for (std::uint64_t bytes = 0; bytes < waiting_clone_bytes_max; bytes += query_bytes_max) {
      if (auto begun = begin_long(); !begun) return begun;
    }
    return begin_long();
  }();
  EXPECT_FAILS(refused, ErrorCode::conflict);
  EXPECT_THAT(refused.error().message, HasSubstr("64 MB"));
  // Each person has room of their own, and one that ended makes room.
  world.join("dora", Role::developer);
  begin({.name = "Another"}, world.caller("dora"));
  EXPECT_TRUE(run_next_clone(world.env(), never));
  EXPECT_OK(begin_long());
}

TEST_F(ClonesOfADataset, OwnersAndDevelopersCloneThem) {  // B-170
  const auto begin_as = [&](const std::string& name) {
    return begin_clone(
        world.env(),
        world.caller(name),
        {.dataset = world.dataset(), .order = {.name = "Copy of " + name}}
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

TEST_F(ClonesOfADataset, OneLineTellsOfANewDataset) {
  world.items(3);
  const auto before = look([](const Transaction& tx) { return tx.journal().last_event(); });
  const auto clone = cloned();
  const auto told = look([&](const Transaction& tx) {
    return tx.journal().told_of(
        {.after = before, .until = tx.journal().last_event()}, std::nullopt, Act::created, 10
    );
  });
  EXPECT_THAT(told, ElementsAre(clone.text));
}

}  // namespace
}  // namespace allot::test
