#include "usecases/recipes/clone.h"

#include "usecases/access.h"
#include "usecases/recipes/create_ontology.h"
#include "usecases/recipes/read.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

OntologyId copy_ontology(Env& env, Transaction& tx, const Caller& caller, const OntologyId& id) {
  const auto original = tx.recipes().find_ontology(id);
  // A recipe may name an ontology that was deleted meanwhile; its copy goes on naming it.
  if (!original) return id;
  const CreateOntology copy{
      .project = original->project,
      .title = original->title,
      .roots = original->roots,
      .attributes = original->attributes,
      .metadata = original->metadata
  };
  return add_ontology(env, tx, caller, copy).id;
}

}  // namespace

Result<Recipe> clone_recipe(Env& env, const Caller& caller, const CloneRecipe& input) {
  const auto scope = scope_of(input.recipe);
  return write(env.store, scope, [&](Transaction& tx) -> Result<Recipe> {
    auto recipe = TRY(get_recipe(tx, caller, input.recipe, Verb::edit_data));
    if (!input.shallow) {
      for (auto& ontology : recipe.ontologies) {
        ontology = copy_ontology(env, tx, caller, ontology);
      }
    }
    recipe.id = env.ids.next<RecipeId>();
    recipe.creator = caller.user;
    recipe.updated_by = caller.user;
    recipe.created_at = recipe.updated_at = env.clock.now();
    tx.recipes().put(recipe);
    tell(env, tx, caller, recipe.project, created(recipe.id));
    return recipe;
  });
}

}  // namespace allot
