#include <gtest/gtest.h>

#include "usecases/datasets/create.h"
#include "usecases/datasets/make_binaries.h"
#include "usecases/datasets/remove.h"
#include "usecases/datasets/unlock.h"
#include "usecases/datasets/update.h"
#include "usecases/members/add.h"
#include "usecases/projects/create.h"
#include "usecases/projects/scene_for_tests.h"
#include "usecases/recipes/create.h"
#include "usecases/recipes/read.h"

namespace allot::test {
namespace {

std::vector<std::string> names_of(const std::vector<DatasetView>& views) {
  std::vector<std::string> names;
  for (const auto& view : views) names.push_back(view.dataset.name);
  return names;
}

using Names = std::vector<std::string>;

TEST(CreateDataset, ItGetsARecipeOnAnEmptyOntology) {
  Scene scene;
  const auto made = create_dataset(scene.env, scene.mia, {.project = scene.city, .name = "Night"});
  ASSERT_OK(made);
  ASSERT_EQ(made->dataset.recipes.size(), 1U);
  const auto recipe = get_recipe(scene.env, scene.mia, made->dataset.recipes.at(0));
  ASSERT_OK(recipe);
  EXPECT_EQ(recipe->title, "Night Default Recipe");
  ASSERT_EQ(recipe->ontologies.size(), 1U);
  EXPECT_EQ(get_ontology(scene.env, scene.mia, recipe->ontologies.at(0))->roots, "[]");
  EXPECT_EQ(made->dataset.updated_by, scene.mia.user);
  EXPECT_EQ(made->files, 0U);
  EXPECT_TRUE(scene.has_event("Dataset Created"));
}

TEST(CreateDataset, WithoutADefaultRecipeItHasNone) {
  Scene scene;
  const auto made = create_dataset(
      scene.env, scene.mia, {.project = scene.city, .name = "Night", .default_recipe = false}
  );
  ASSERT_OK(made);
  EXPECT_TRUE(made->dataset.recipes.empty());
}

TEST(CreateDataset, ItsNameIsFreeInItsProject) {  // B-152
  Scene scene;
  const auto create = [&](const ProjectId& project, const std::string& name) {
    return create_dataset(scene.env, scene.mia, {.project = project, .name = name});
  };
  EXPECT_FAILS(create(scene.city, "Crossings"), ErrorCode::invalid);
  EXPECT_FAILS(create(scene.city, " "), ErrorCode::invalid);
  EXPECT_FAILS(create(scene.city, "a\nb"), ErrorCode::invalid);
  const auto rivers = create_project(scene.env, scene.mia, {.name = "Rivers"});
  EXPECT_OK(create(rivers->project.id, "Crossings"));
}

TEST(CreateDataset, ItMayBeNamedAsTheHiddenOne) {
  Scene scene;
  make_missing_binaries(scene.env, scene.mia, std::vector{scene.city});
  EXPECT_OK(create_dataset(scene.env, scene.mia, {.project = scene.city, .name = "Binaries"}));
}

TEST(CreateDataset, OwnersAndDevelopersMakeThem) {  // B-170
  Scene scene;
  const auto create = [&](const Caller& caller) {
    return create_dataset(scene.env, caller, {.project = scene.city, .name = caller.user.text});
  };
  EXPECT_OK(create(scene.member("dora", Role::developer)));
  EXPECT_FAILS(create(scene.member("max", Role::annotation_manager)), ErrorCode::forbidden);
  EXPECT_FAILS(create(scene.member("ada", Role::annotator)), ErrorCode::forbidden);
  EXPECT_FAILS(create(scene.stranger("eve")), ErrorCode::not_found);
}

TEST(ReadDatasets, FilesAndAnnotationsAreCountedAtOnceAndHiddenOnesNot) {  // B-260
  Scene scene;
  const auto files = scene.world.items(3);
  scene.annotate(files.at(0));
  scene.annotate(files.at(0));
  scene.annotate(files.at(1));
  scene.change([&](Transaction& tx) {
    auto item = *tx.items().find(files.at(1));
    item.hidden = true;
    tx.items().update(item);
  });
  const auto seen = get_dataset(scene.env, scene.mia, scene.crossings);
  ASSERT_OK(seen);
  EXPECT_EQ(seen->files, 2U);
  EXPECT_EQ(seen->annotated_files, 1U);
  EXPECT_EQ(seen->annotations, 2U);
}

TEST(ReadDatasets, WhoHoldsPartOfItCountsThatPart) {  // B-170, B-171
  Scene scene;
  const auto gus = scene.stranger("gus");
  const auto other = scene.world.items(4);
  const auto held = scene.world.assignment({.annotator = "gus", .open_items = 2});
  const auto own = scene.look([&](const Transaction& tx) {
    const auto share = *tx.ledgers().of(held.task)->find(gus.user);
    return tx.items().at(scene.crossings, share.open.to_vector()).at(0).id;
  });
  scene.annotate(own);
  scene.annotate(other.at(0));
  const auto seen = get_dataset(scene.env, gus, scene.crossings);
  ASSERT_OK(seen);
  EXPECT_EQ(seen->files, 2U);
  EXPECT_EQ(seen->annotated_files, 1U);
  EXPECT_EQ(seen->annotations, 1U);
}

TEST(ReadDatasets, AnnotatorsSeeOnlyThoseWithOwnWork) {  // B-170, B-171
  Scene scene;
  const auto ada = scene.member("ada", Role::annotator);
  const ListDatasets all{.projects = {scene.city}};
  EXPECT_TRUE(list_datasets(scene.env, ada, all).empty());
  EXPECT_FAILS(get_dataset(scene.env, ada, scene.crossings), ErrorCode::forbidden);
  scene.world.assignment({.annotator = "ada", .open_items = 1});
  EXPECT_EQ(names_of(list_datasets(scene.env, ada, all)), Names{"Crossings"});
  EXPECT_OK(get_dataset(scene.env, ada, scene.crossings));
}

TEST(ReadDatasets, StrangersSeeNone) {  // B-170
  Scene scene;
  const auto eve = scene.stranger("eve");
  EXPECT_FAILS(get_dataset(scene.env, eve, scene.crossings), ErrorCode::not_found);
  EXPECT_TRUE(list_datasets(scene.env, eve, {.projects = {scene.city}}).empty());
  EXPECT_TRUE(list_datasets(scene.env, eve, {}).empty());
}

TEST(ReadDatasets, WithoutProjectsTheCallersOwnAreListed) {
  Scene scene;
  const auto rivers = create_project(scene.env, scene.mia, {.name = "Rivers"});
  ASSERT_OK(create_dataset(scene.env, scene.mia, {.project = rivers->project.id, .name = "Bends"}));
  EXPECT_EQ(names_of(list_datasets(scene.env, scene.mia, {})), (Names{"Crossings", "Bends"}));
}

TEST(Binaries, TheyAreMadeOnceAndListedOnlyInTheSystemSpace) {
  Scene scene;
  const std::vector projects{scene.city};
  make_missing_binaries(scene.env, scene.mia, projects);
  make_missing_binaries(scene.env, scene.mia, projects);
  EXPECT_EQ(
      names_of(list_datasets(scene.env, scene.mia, {.projects = projects})), Names{"Crossings"}
  );
  EXPECT_EQ(
      names_of(list_datasets(scene.env, scene.mia, {.projects = projects, .system_space = true})),
      (Names{"Crossings", "Binaries"})
  );
}

TEST(Binaries, WhoMayNotChangeDataMakesNone) {  // B-170
  Scene scene;
  make_missing_binaries(
      scene.env, scene.member("max", Role::annotation_manager), std::vector{scene.city}
  );
  make_missing_binaries(scene.env, scene.stranger("eve"), std::vector{scene.city});
  EXPECT_EQ(
      list_datasets(scene.env, scene.mia, {.projects = {scene.city}, .system_space = true}).size(),
      1U
  );
}

TEST(UpdateDataset, DifferencesAreMergedDeep) {
  Scene scene;
  UpdateDataset input{.dataset = scene.crossings, .user_metadata = R"({"a":{"b":1,"c":2}})"};
  ASSERT_OK(update_dataset(scene.env, scene.mia, input));
  input.user_metadata = R"({"a":{"b":null,"d":3}})";
  const auto updated = update_dataset(scene.env, scene.mia, input);
  ASSERT_OK(updated);
  EXPECT_EQ(updated->dataset.user_metadata, R"({"a":{"c":2,"d":3}})");
}

TEST(UpdateDataset, WhatIsAbsentStays) {
  Scene scene;
  const auto before = *get_dataset(scene.env, scene.mia, scene.crossings);
  scene.world.clock.advance(std::chrono::seconds{1});
  const auto dora = scene.member("dora", Role::developer);
  const auto after = update_dataset(scene.env, dora, {.dataset = scene.crossings});
  ASSERT_OK(after);
  EXPECT_EQ(after->dataset.name, before.dataset.name);
  EXPECT_EQ(after->dataset.recipes, before.dataset.recipes);
  EXPECT_EQ(after->dataset.updated_by, dora.user);
  EXPECT_GT(after->dataset.updated_at, before.dataset.updated_at);
}

TEST(UpdateDataset, ATakenNameIsRefusedAndThePresentOneIsNot) {  // B-152
  Scene scene;
  ASSERT_OK(create_dataset(scene.env, scene.mia, {.project = scene.city, .name = "Night"}));
  const auto rename = [&](const std::string& name) {
    return update_dataset(scene.env, scene.mia, {.dataset = scene.crossings, .name = name});
  };
  EXPECT_FAILS(rename("Night"), ErrorCode::invalid);
  EXPECT_OK(rename("Crossings"));
  EXPECT_OK(rename("Bridges"));
}

TEST(UpdateDataset, ItsRecipeIsSwitchedToOneThatTheCallerMaySee) {
  Scene scene;
  const auto other = create_recipe(scene.env, scene.mia, {.project = scene.city, .title = "Other"});
  ASSERT_OK(other);
  const auto set = [&](const std::vector<RecipeId>& recipes) {
    return update_dataset(scene.env, scene.mia, {.dataset = scene.crossings, .recipes = recipes});
  };
  EXPECT_EQ(set({other->id})->dataset.recipes, std::vector{other->id});
  EXPECT_FAILS(set({}), ErrorCode::invalid);
  const auto ada = scene.stranger("ada");
  const auto hers = create_project(scene.env, ada, {.name = "Rivers"})->project.id;
  const auto foreign = create_recipe(scene.env, ada, {.project = hers, .title = "Foreign"})->id;
  EXPECT_FAILS(set({foreign}), ErrorCode::not_found);
  EXPECT_FAILS(set({other->id, foreign}), ErrorCode::not_found);
  EXPECT_FAILS(set({{"0123456789abcdef01234567"}}), ErrorCode::not_found);
  EXPECT_EQ(
      get_dataset(scene.env, scene.mia, scene.crossings)->dataset.recipes, std::vector{other->id}
  );
  ASSERT_OK(add_members(
      scene.env, ada, {.project = hers, .users = {scene.mia.user}, .role = Role::annotator}
  ));
  EXPECT_EQ(set({foreign})->dataset.recipes, std::vector{foreign});
}

TEST(UpdateDataset, SystemMembersThatAreColumnsAreNotWrittenTwice) {
  Scene scene;
  const auto updated = update_dataset(
      scene.env,
      scene.mia,
      {.dataset = scene.crossings, .system_metadata = R"({"recipes":["x"],"scope":"system","k":1})"}
  );
  ASSERT_OK(updated);
  EXPECT_EQ(updated->dataset.system_metadata, R"({"k":1})");
  EXPECT_FALSE(updated->dataset.binaries);
}

TEST(UpdateDataset, OnlyOwnersAndDevelopersDoIt) {  // B-170
  Scene scene;
  const auto update = [&](const Caller& caller) {
    return code_of(update_dataset(scene.env, caller, {.dataset = scene.crossings, .name = "Mine"}));
  };
  EXPECT_EQ(update(scene.member("max", Role::annotation_manager)), ErrorCode::forbidden);
  EXPECT_EQ(update(scene.member("ada", Role::annotator)), ErrorCode::forbidden);
  EXPECT_EQ(update(scene.stranger("eve")), ErrorCode::not_found);
}

TEST(RemoveDataset, ItsItemsAndTasksGoWithIt) {  // B-142
  Scene scene;
  const auto held = scene.world.assignment({.annotator = "ada", .open_items = 1});
  const auto item = scene.world.items(1).at(0);
  scene.annotate(item);
  ASSERT_OK(remove_dataset(scene.env, scene.mia, scene.crossings));
  scene.look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.datasets().find(scene.crossings));
    EXPECT_FALSE(tx.items().find(item));
    EXPECT_FALSE(tx.tasks().find(held.task));
    EXPECT_FALSE(tx.assignments().find(held.id));
    EXPECT_TRUE(tx.recipes().find(scene.world.recipe()));
    return Done{};
  });
  EXPECT_FAILS(remove_dataset(scene.env, scene.mia, scene.crossings), ErrorCode::not_found);
}

TEST(RemoveDataset, OnlyOwnersAndDevelopersDoIt) {  // B-170
  Scene scene;
  const auto remove = [&](const Caller& caller) {
    return remove_dataset(scene.env, caller, scene.crossings);
  };
  EXPECT_FAILS(remove(scene.member("max", Role::annotation_manager)), ErrorCode::forbidden);
  EXPECT_FAILS(remove(scene.member("ada", Role::annotator)), ErrorCode::forbidden);
  EXPECT_FAILS(remove(scene.stranger("eve")), ErrorCode::not_found);
  EXPECT_OK(remove(scene.member("dora", Role::developer)));
}

TEST(UnlockDataset, ALockedOneIsWritableAgain) {
  Scene scene;
  scene.change([&](Transaction& tx) {
    auto dataset = *tx.datasets().find(scene.crossings);
    dataset.readonly = true;
    tx.datasets().put(dataset);
  });
  const auto unlocked = unlock_dataset(scene.env, scene.mia, scene.crossings);
  ASSERT_OK(unlocked);
  EXPECT_FALSE(unlocked->dataset.readonly);
  const auto again = unlock_dataset(scene.env, scene.mia, scene.crossings);
  EXPECT_EQ(code_of(again), ErrorCode::invalid);
  EXPECT_NE(message_of(again).find("dataset is not locked"), std::string::npos);
}

}  // namespace
}  // namespace allot::test
