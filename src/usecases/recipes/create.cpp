#include "usecases/recipes/create.h"

#include "base/name.h"
#include "usecases/access.h"
#include "usecases/recipes/create_ontology.h"
#include "usecases/recipes/read.h"
#include "usecases/telling.h"

namespace allot {

namespace {

constexpr auto default_ui_settings = R"({"allowObjectIdAutoAssign":true,"studioV2App":true})";

Recipe add_recipe(Env& env, Transaction& tx, const Caller& caller, const CreateRecipe& input) {
  const auto now = env.clock.now();
  Recipe recipe{
      .id = env.ids.next<RecipeId>(),
      .project = input.project,
      .title = input.title,
      .description = input.description,
      .creator = caller.user,
      .updated_by = caller.user,
      .ontologies = input.ontologies,
      .metadata = input.metadata,
      .ui_settings = input.ui_settings.empty() ? default_ui_settings : input.ui_settings,
      .created_at = now,
      .updated_at = now
  };
  if (recipe.ontologies.empty()) {
    const auto ontology = add_ontology(env, tx, caller, {.project = input.project});
    recipe.ontologies.push_back(ontology.id);
  }
  tx.recipes().put(recipe);
  tell(env, tx, caller, recipe.project, created(recipe.id));
  return recipe;
}

}  // namespace

Recipe add_default_recipe(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const ProjectId& project,
    const std::string& title
) {
  return add_recipe(env, tx, caller, {.project = project, .title = title});
}

Result<Recipe> create_recipe(Env& env, const Caller& caller, const CreateRecipe& input) {
  TRY(check_name(input.title, "title"));
  return write(env.store, Scope::project(input.project), [&](Transaction& tx) -> Result<Recipe> {
    TRY(get_project(tx, caller, input.project, Verb::edit_data));
    TRY(require_ontologies_of(tx, input.project, input.ontologies));
    return add_recipe(env, tx, caller, input);
  });
}

}  // namespace allot
