#include <gtest/gtest.h>

#include "usecases/datasets/read.h"
#include "usecases/projects/create.h"
#include "usecases/projects/scene_for_tests.h"
#include "usecases/recipes/clone.h"
#include "usecases/recipes/create.h"
#include "usecases/recipes/read.h"
#include "usecases/recipes/remove.h"
#include "usecases/recipes/update.h"

namespace allot::test {
namespace {

Result<Recipe> make(Scene& scene, const std::string& title = "Cars") {
  return create_recipe(scene.env, scene.mia, {.project = scene.city, .title = title});
}

OntologyId foreign_ontology(Scene& scene) {
  const auto rivers = create_project(scene.env, scene.mia, {.name = "Rivers"});
  const auto recipe =
      create_recipe(scene.env, scene.mia, {.project = rivers->project.id, .title = "Foreign"});
  return recipe->ontologies.at(0);
}

TEST(CreateRecipe, WithoutOntologiesItGetsAnEmptyOne) {
  Scene scene;
  const auto made = make(scene);
  ASSERT_OK(made);
  ASSERT_EQ(made->ontologies.size(), 1U);
  EXPECT_OK(get_ontology(scene.env, scene.mia, made->ontologies.at(0)));
  EXPECT_EQ(made->ui_settings, R"({"allowObjectIdAutoAssign":true,"studioV2App":true})");
  EXPECT_EQ(made->updated_by, scene.mia.user);
  EXPECT_TRUE(scene.has_event("Recipe Created"));
}

TEST(CreateRecipe, AnOntologyOfAnotherProjectIsNotFound) {
  Scene scene;
  const auto foreign = foreign_ontology(scene);
  EXPECT_FAILS(
      create_recipe(
          scene.env, scene.mia, {.project = scene.city, .title = "Cars", .ontologies = {foreign}}
      ),
      ErrorCode::not_found
  );
}

TEST(ReadRecipes, MembersAndHoldersOfWorkSeeThemAndStrangersDoNot) {  // B-170
  Scene scene;
  const auto gus = scene.stranger("gus");
  EXPECT_FAILS(get_recipe(scene.env, gus, scene.world.recipe()), ErrorCode::not_found);
  scene.world.assignment({.annotator = "gus", .open_items = 1});
  EXPECT_OK(get_recipe(scene.env, gus, scene.world.recipe()));
  EXPECT_OK(get_recipe(scene.env, scene.member("ada", Role::annotator), scene.world.recipe()));
}

TEST(ReadRecipes, ListsHoldThoseOfVisibleProjects) {  // B-170
  Scene scene;
  ASSERT_OK(make(scene));
  const auto eve = scene.stranger("eve");
  const std::vector projects{scene.city};
  EXPECT_EQ(list_recipes(scene.env, scene.mia, projects).size(), 2U);
  EXPECT_EQ(list_recipes(scene.env, scene.mia, {}).size(), 2U);
  EXPECT_TRUE(list_recipes(scene.env, eve, projects).empty());
  EXPECT_TRUE(list_ontologies(scene.env, eve, projects).empty());
  EXPECT_EQ(list_ontologies(scene.env, scene.mia, projects).size(), 2U);
}

TEST(UpdateRecipe, WhatIsGivenChangesAndTheRestStays) {
  Scene scene;
  const auto made = make(scene);
  const auto updated =
      update_recipe(scene.env, scene.mia, {.recipe = made->id, .instructions = R"([{"x":1}])"});
  ASSERT_OK(updated);
  EXPECT_EQ(updated->instructions, R"([{"x":1}])");
  EXPECT_EQ(updated->title, "Cars");
  EXPECT_EQ(updated->ontologies, made->ontologies);
  EXPECT_EQ(get_recipe(scene.env, scene.mia, made->id)->instructions, R"([{"x":1}])");
}

TEST(UpdateRecipe, WrongValuesAreRefused) {
  Scene scene;
  const auto id = make(scene)->id;
  const auto update = [&](UpdateRecipe input) {
    input.recipe = id;
    return update_recipe(scene.env, scene.mia, input);
  };
  EXPECT_FAILS(update({.title = " "}), ErrorCode::invalid);
  EXPECT_FAILS(update({.projects = std::vector{ProjectId{"other"}}}), ErrorCode::invalid);
  EXPECT_FAILS(update({.ontologies = std::vector<OntologyId>{}}), ErrorCode::invalid);
  EXPECT_FAILS(update({.ontologies = std::vector{foreign_ontology(scene)}}), ErrorCode::not_found);
  EXPECT_OK(update({.projects = std::vector{scene.city}}));
}

TEST(RemoveRecipe, WhileADatasetUsesItItStaysUnlessForced) {
  Scene scene;
  const RemoveRecipe removal{.recipe = scene.world.recipe()};
  EXPECT_FAILS(remove_recipe(scene.env, scene.mia, removal), ErrorCode::invalid);
  EXPECT_OK(get_recipe(scene.env, scene.mia, scene.world.recipe()));
  ASSERT_OK(remove_recipe(scene.env, scene.mia, {.recipe = scene.world.recipe(), .force = true}));
  EXPECT_FAILS(get_recipe(scene.env, scene.mia, scene.world.recipe()), ErrorCode::not_found);
  EXPECT_TRUE(get_dataset(scene.env, scene.mia, scene.crossings)->dataset.recipes.empty());
}

TEST(CloneRecipe, AShallowOneSharesItsOntologiesAndADeepOneCopiesThem) {
  Scene scene;
  const auto made = make(scene);
  const auto shallow = clone_recipe(scene.env, scene.mia, {.recipe = made->id, .shallow = true});
  const auto deep = clone_recipe(scene.env, scene.mia, {.recipe = made->id});
  ASSERT_OK(shallow);
  ASSERT_OK(deep);
  EXPECT_NE(shallow->id, made->id);
  EXPECT_EQ(shallow->ontologies, made->ontologies);
  EXPECT_NE(deep->ontologies, made->ontologies);
  EXPECT_EQ(deep->title, "Cars");
  EXPECT_OK(get_ontology(scene.env, scene.mia, deep->ontologies.at(0)));
}

TEST(Recipes, OnlyOwnersAndDevelopersChangeThem) {  // B-170
  Scene scene;
  const auto id = scene.world.recipe();
  const auto refuse = [&](const Caller& caller, ErrorCode code) {
    EXPECT_FAILS(create_recipe(scene.env, caller, {.project = scene.city, .title = "x"}), code);
    EXPECT_FAILS(update_recipe(scene.env, caller, {.recipe = id, .title = "x"}), code);
    EXPECT_FAILS(clone_recipe(scene.env, caller, {.recipe = id}), code);
    EXPECT_FAILS(remove_recipe(scene.env, caller, {.recipe = id, .force = true}), code);
  };
  refuse(scene.member("max", Role::annotation_manager), ErrorCode::forbidden);
  refuse(scene.member("ada", Role::annotator), ErrorCode::forbidden);
  refuse(scene.stranger("eve"), ErrorCode::not_found);
  const auto dora = scene.member("dora", Role::developer);
  EXPECT_OK(update_recipe(scene.env, dora, {.recipe = id, .title = "Dora's"}));
}

}  // namespace
}  // namespace allot::test
