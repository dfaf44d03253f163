#include "usecases/clones/clone_item.h"

#include "json/text.h"
#include "store/clones.h"
#include "usecases/clones/clones_for_tests.h"
#include "usecases/commands/commands.h"
#include "usecases/projects/create.h"

namespace allot::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class ClonesOfAnItem : public CloneTest {
 protected:
  Command clone(CloneItem input) {
    if (input.item.empty()) input.item = source;
    return must(clone_item(world.env(), world.manager(), input));
  }

  static ItemId id_of(const Command& command) { return std::get<ItemCloned>(command.result).clone; }

  /// Of the item that was cloned at once.
  Item cloned_item(const CloneItem& input) {
    const auto command = clone(input);
    EXPECT_EQ(command.status, CommandStatus::success) << command.error;
    return item(id_of(command));
  }

  const ItemId source = world.items(1).front();
};

TEST_F(ClonesOfAnItem, AreThereAtOnce) {
  annotate(source, {{.type = "class", .label = "car", .creator = {}}});
  const auto target = another_dataset();
  const auto clone = cloned_item({.target = target});
  EXPECT_EQ(clone.dataset, target);
  EXPECT_EQ(clone.path, item(source).path);
  EXPECT_EQ(clone.source_item, source);
  EXPECT_THAT(annotations_of(clone), SizeIs(1));
  EXPECT_FALSE(run_next_clone(world.env(), never));
  sound_rows();
}

TEST_F(ClonesOfAnItem, MayComeElsewhereInTheSameDataset) {
  const auto clone = cloned_item({.path = "/other/name.png"});
  EXPECT_EQ(clone.dataset, world.dataset());
  EXPECT_EQ(clone.path, "/other/name.png");
  EXPECT_EQ(paths_of(world.dataset()).size(), 3u);  // with its folder
}

TEST_F(ClonesOfAnItem, APathThatIsTakenMakesTheCommandFail) {
  const auto command = clone({});
  EXPECT_EQ(command.status, CommandStatus::in_progress);
  run();
  EXPECT_EQ(now(command).status, CommandStatus::failed);
  EXPECT_THAT(now(command).error, HasSubstr(item(source).path));
  EXPECT_EQ(paths_of(world.dataset()).size(), 1u);
}

TEST_F(ClonesOfAnItem, ManyMayBeAskedFor) {
  std::vector<std::string> paths;
  for (int i = 0; i < 4; ++i) {
    paths.push_back(cloned_item({.path = "/a/b.png", .finds_another_path = true}).path);
  }
  EXPECT_THAT(paths, ElementsAre("/a/b.png", "/a/b (2).png", "/a/b (3).png", "/a/b (4).png"));
}

TEST_F(ClonesOfAnItem, ANumberMakesNoNameThatIsTooLong) {
  const auto longest = "/" + std::string(251, 'a') + ".png";
  EXPECT_EQ(cloned_item({.path = longest}).path, longest);
  EXPECT_EQ(
      cloned_item({.path = longest, .finds_another_path = true}).path,
      "/" + std::string(247, 'a') + " (2).png"
  );
}

TEST_F(ClonesOfAnItem, ANumberMakesNoPathThatIsTooLong) {
  std::string folders;
  for (int i = 0; i < 20; ++i) folders += "/" + std::string(198, 'a');
  const auto longest = folders + "/" + std::string(15, 'b') + ".png";
  ASSERT_EQ(longest.size(), 4000u);
  EXPECT_EQ(cloned_item({.path = longest}).path, longest);
  EXPECT_EQ(
      cloned_item({.path = longest, .finds_another_path = true}).path,
      folders + "/" + std::string(11, 'b') + " (2).png"
  );
}

TEST_F(ClonesOfAnItem, MetadataIsAddedToWhatItHas) {
  auto changed = item(source);
  changed.metadata = R"({"system":{"size":10},"user":{"a":1}})";
  put(changed);
  const auto metadata = R"({"user":{"b":2},"system":{"size":1,"refs":[],"mine":true}})";
  EXPECT_EQ(
      cloned_item({.path = "/1.png", .metadata = metadata}).metadata,
      R"({"system":{"size":10,"mine":true},"user":{"a":1,"b":2}})"
  );
  EXPECT_EQ(
      cloned_item({.path = "/2.png", .metadata = metadata, .parts = {.metadata = false}}).metadata,
      R"({"system":{"size":10,"mine":true},"user":{"b":2}})"
  );
  EXPECT_FAILS(
      clone_item(world.env(), world.manager(), {.item = source, .metadata = "[]"}),
      ErrorCode::invalid
  );
}

TEST_F(ClonesOfAnItem, WithManyAnnotationsAreMadeAMomentLater) {
  annotate(
      source, std::vector<NewAnnotation>(700, {.type = "class", .label = "car", .creator = {}})
  );
  const auto command = clone({.path = "/many.png"});
  EXPECT_EQ(command.status, CommandStatus::in_progress);
  EXPECT_THAT(paths_of(world.dataset()), SizeIs(1));
  run();
  EXPECT_EQ(now(command).status, CommandStatus::success);
  const auto clone = item(id_of(now(command)));
  EXPECT_EQ(clone.path, "/many.png");
  EXPECT_THAT(annotations_of(clone), SizeIs(700));
  sound_rows();
}

TEST_F(ClonesOfAnItem, GoIntoOtherProjectsOfWhichTheDataMayBeEdited) {  // B-170
  world.account("olga");
  const auto project =
      must(create_project(world.env(), world.caller("olga"), {.name = "Town"})).project.id;
  const CreateDataset there{.project = project, .name = "There", .expiration_options = {}};
  const auto target = must(create_dataset(world.env(), world.caller("olga"), there)).dataset.id;
  const CloneItem input{.item = source, .target = target};
  EXPECT_FAILS(clone_item(world.env(), world.manager(), input), ErrorCode::not_found);
  EXPECT_FAILS(clone_item(world.env(), world.caller("olga"), input), ErrorCode::not_found);
  world.join("olga", Role::developer);
  const auto command = must(clone_item(world.env(), world.caller("olga"), input));
  EXPECT_EQ(command.status, CommandStatus::success);
  EXPECT_EQ(command.project, project);
  EXPECT_EQ(item(id_of(command)).dataset, target);
  world.join("olga", Role::annotation_manager);
  EXPECT_FAILS(clone_item(world.env(), world.caller("olga"), input), ErrorCode::forbidden);
}

TEST_F(ClonesOfAnItem, AFolderIsRefused) {
  const auto folder = add("/folder", ItemType::dir);
  EXPECT_FAILS(
      clone_item(world.env(), world.manager(), {.item = folder, .path = "/other"}),
      ErrorCode::invalid
  );
}

TEST_F(ClonesOfAnItem, NothingComesBelowAFile) {  // B-256
  EXPECT_FAILS(
      clone_item(
          world.env(), world.manager(), {.item = source, .path = item(source).path + "/a.png"}
      ),
      ErrorCode::invalid
  );
  sound_rows();
}

}  // namespace
}  // namespace allot::test
