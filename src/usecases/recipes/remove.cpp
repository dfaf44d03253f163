#include "usecases/recipes/remove.h"

#include "usecases/access.h"
#include "usecases/datasets/read.h"
#include "usecases/recipes/read.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// A dataset of another project is not named to who may not see it.
std::string in_use(const Transaction& tx, const Caller& caller, const Dataset& dataset) {
  if (!get_visible_dataset(tx, caller, dataset.id)) {
    return "A dataset of another project uses this recipe.";
  }
  return "The dataset `" + dataset.name + "` uses this recipe.";
}

}  // namespace

Scope scope_of(const Transaction& tx, const RemoveRecipe& input) {
  auto scope = scope_of(tx, input.recipe);
  for (const auto& dataset : tx.datasets().using_recipe(input.recipe)) {
    scope |= Scope::project(dataset.project) | Scope::dataset(dataset.id);
  }
  return scope;
}

Result<Done> remove_recipe(Env& env, const Caller& caller, const RemoveRecipe& input) {
  return write(env.store, scope_of(input), [&](Transaction& tx) -> Result<Done> {
    const auto recipe = TRY(get_recipe(tx, caller, input.recipe, Verb::edit_data));
    const auto users = tx.datasets().using_recipe(recipe.id);
    for (const auto& dataset : users) {
      // Not by force either where the caller has no say.
      const bool is_theirs = !get_dataset(tx, caller, dataset.id, Verb::edit_data);
      if (!input.force || is_theirs) return fail(ErrorCode::invalid, in_use(tx, caller, dataset));
    }
    for (auto dataset : users) {
      std::erase(dataset.recipes, recipe.id);
      tx.datasets().put(dataset);
    }
    tx.recipes().remove(recipe.id);
    tell(env, tx, caller, recipe.project, deleted(recipe.id));
    return Done{};
  });
}

}  // namespace allot
