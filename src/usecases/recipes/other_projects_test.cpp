// A dataset that uses a recipe of another project (ADR 0029).

#include <gtest/gtest.h>

#include "usecases/datasets/remove.h"
#include "usecases/datasets/update.h"
#include "usecases/members/add.h"
#include "usecases/projects/create.h"
#include "usecases/projects/remove.h"
#include "usecases/projects/scene_for_tests.h"
#include "usecases/recipes/create.h"
#include "usecases/recipes/read.h"
#include "usecases/recipes/remove.h"
#include "usecases/recipes/update.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

/// Crossings, a dataset of "City", works by a recipe of "Rivers". Mia owns both.
struct BorrowingScene : Scene {
  ProjectId rivers = create_project(env, mia, {.name = "Rivers"})->project.id;
  Recipe lent = *create_recipe(env, mia, {.project = rivers, .title = "Lent"});

  BorrowingScene() { use({lent.id}); }

  void use(const std::vector<RecipeId>& recipes) {
    ASSERT_OK(update_dataset(env, mia, {.dataset = crossings, .recipes = recipes}));
  }

  Result<Outcome> make_task(const RecipeId& recipe) {
    return create_task(
        env,
        mia,
        {.name = "Task",
         .query = R"({"filter":{}})",
         .project = city,
         .dataset = crossings,
         .recipe = recipe,
         .owner = mia.user,
         .empty = true}
    );
  }

  Result<Recipe> read_by(const Caller& caller) { return get_recipe(env, caller, lent.id); }

  Result<Ontology> read_labels_by(const Caller& caller) {
    return get_ontology(env, caller, lent.ontologies.at(0));
  }
};

TEST(BorrowedRecipe, IsReadWithItsLabelsByAllWhoSeeTheDataset) {  // B-170
  BorrowingScene scene;
  const auto dora = scene.member("dora", Role::developer);
  const auto max = scene.member("max", Role::annotation_manager);
  const auto gus = scene.stranger("gus");
  scene.world.assignment({.annotator = "gus", .open_items = 1});
  for (const auto& caller : {dora, max, gus}) {
    EXPECT_OK(scene.read_by(caller));
    EXPECT_OK(scene.read_labels_by(caller));
  }
  const auto eve = scene.stranger("eve");
  const auto idle = scene.member("ida", Role::annotator);  // without work in the dataset
  for (const auto& caller : {eve, idle}) {
    EXPECT_FAILS(scene.read_by(caller), ErrorCode::not_found);
    EXPECT_FAILS(scene.read_labels_by(caller), ErrorCode::not_found);
  }
}

TEST(BorrowedRecipe, IsChangedByThoseOfItsOwnProjectAlone) {  // B-170
  BorrowingScene scene;
  const auto dora = scene.member("dora", Role::developer);
  EXPECT_FAILS(
      update_recipe(scene.env, dora, {.recipe = scene.lent.id, .title = "Hers"}),
      ErrorCode::forbidden
  );
  EXPECT_FAILS(
      remove_recipe(scene.env, dora, {.recipe = scene.lent.id, .force = true}), ErrorCode::forbidden
  );
  EXPECT_OK(update_recipe(scene.env, scene.mia, {.recipe = scene.lent.id, .title = "Mine"}));
}

TEST(BorrowedRecipe, IsNotTakenAwayByForceFromADatasetOfOthers) {  // B-170
  BorrowingScene scene;
  const auto rob = scene.stranger("rob");
  ASSERT_OK(add_members(scene.env, scene.mia, {.project = scene.rivers, .users = {rob.user}}));
  EXPECT_FAILS(
      remove_recipe(scene.env, rob, {.recipe = scene.lent.id, .force = true}), ErrorCode::invalid
  );
  EXPECT_OK(scene.read_by(scene.mia));
  EXPECT_OK(remove_recipe(scene.env, scene.mia, {.recipe = scene.lent.id, .force = true}));
}

TEST(BorrowedRecipe, IsOneThatTasksOfTheDatasetMayWorkBy) {
  BorrowingScene scene;
  EXPECT_OK(scene.make_task(scene.lent.id));
  EXPECT_OK(scene.make_task(scene.world.recipe()));  // of the project, though not the dataset's
  const auto other =
      create_recipe(scene.env, scene.mia, {.project = scene.rivers, .title = "Not lent"});
  EXPECT_FAILS(scene.make_task(other->id), ErrorCode::not_found);
  const auto task = scene.world.task({{.annotator = "ada", .open_items = 1}});
  const auto set = [&](const RecipeId& recipe) {
    return update_task(scene.env, scene.mia, {.task = task.id, .recipe = recipe});
  };
  EXPECT_FAILS(set(other->id), ErrorCode::invalid);
  EXPECT_OK(set(scene.lent.id));
}

TEST(BorrowedRecipe, IsStillReadByWhoseTaskWorksByItWhenTheDatasetNoLongerDoes) {  // B-043
  BorrowingScene scene;
  const auto task = scene.world.task({{.annotator = "gus", .open_items = 1}});
  ASSERT_OK(update_task(scene.env, scene.mia, {.task = task.id, .recipe = scene.lent.id}));
  scene.use({scene.world.recipe()});
  const auto gus = scene.stranger("gus");
  EXPECT_OK(scene.read_by(gus));
  EXPECT_OK(scene.read_labels_by(gus));
  EXPECT_OK(scene.read_by(scene.member("max", Role::annotation_manager)));
  EXPECT_FAILS(scene.read_by(scene.stranger("eve")), ErrorCode::not_found);
}

TEST(BorrowedRecipe, IsNotDeletedWhileItIsUsedAndTheUserIsNotNamedToStrangers) {
  BorrowingScene scene;
  EXPECT_NE(
      message_of(remove_recipe(scene.env, scene.mia, {.recipe = scene.lent.id})).find("Crossings"),
      std::string::npos
  );
  const auto rob = scene.stranger("rob");
  scene.change([&](Transaction& tx) {
    tx.projects().put_member(
        {.project = scene.rivers, .user = rob.user, .role = Role::owner, .added_by = rob.user}
    );
  });
  const auto refused = remove_recipe(scene.env, rob, {.recipe = scene.lent.id});
  EXPECT_EQ(code_of(refused), ErrorCode::invalid);
  EXPECT_EQ(message_of(refused).find("Crossings"), std::string::npos);
}

TEST(BorrowedRecipe, GoesToThoseWhoUseItWhenItsProjectIsDeleted) {  // B-143
  BorrowingScene scene;
  const auto idle =
      create_recipe(scene.env, scene.mia, {.project = scene.rivers, .title = "Not lent"});
  ASSERT_OK(remove_project(scene.env, scene.mia, scene.rivers));
  const auto kept = scene.read_by(scene.mia);
  ASSERT_OK(kept);
  EXPECT_EQ(kept->project, scene.city);
  EXPECT_EQ(scene.read_labels_by(scene.mia)->project, scene.city);
  EXPECT_FAILS(get_recipe(scene.env, scene.mia, idle->id), ErrorCode::not_found);
  const auto dora = scene.member("dora", Role::developer);
  EXPECT_OK(update_recipe(scene.env, dora, {.recipe = scene.lent.id, .title = "Ours now"}));
}

TEST(BorrowedRecipe, GoesToThoseWhoseTasksWorkByItToo) {  // B-043, B-143
  BorrowingScene scene;
  const auto task = scene.world.task({{.annotator = "gus", .open_items = 1}});
  ASSERT_OK(update_task(scene.env, scene.mia, {.task = task.id, .recipe = scene.lent.id}));
  scene.use({scene.world.recipe()});
  ASSERT_OK(remove_project(scene.env, scene.mia, scene.rivers));
  EXPECT_EQ(scene.read_by(scene.mia)->project, scene.city);
}

TEST(BorrowedRecipe, StaysWhereItIsWhenTheDatasetThatUsedItIsDeleted) {
  BorrowingScene scene;
  ASSERT_OK(remove_dataset(scene.env, scene.mia, scene.crossings));
  EXPECT_EQ(scene.read_by(scene.mia)->project, scene.rivers);
  EXPECT_OK(remove_recipe(scene.env, scene.mia, {.recipe = scene.lent.id}));
}

}  // namespace
}  // namespace allot::test
