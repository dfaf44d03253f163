#include "usecases/datasets/update.h"

#include "json/text.h"
#include "usecases/access.h"
#include "usecases/datasets/create.h"
#include "usecases/recipes/read.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// Those of other projects too, if the caller may see them (ADR 0029).
Result<Done> set_recipes(
    const Transaction& tx,
    const Caller& caller,
    Dataset& dataset,
    const std::vector<RecipeId>& recipes
) {
  // A dataset made without a recipe comes back from the SDK as it is; only what changes is looked
  // at, since a recipe may have been deleted meanwhile.
  if (recipes == dataset.recipes) return Done{};
  if (recipes.empty()) return invalid_field("metadata.system.recipes", "must name a recipe");
  for (const auto& id : recipes) TRY(get_recipe(tx, caller, id, Verb::see_project));
  dataset.recipes = recipes;
  return Done{};
}

Result<Done> apply(
    const Transaction& tx, const Caller& caller, Dataset& dataset, const UpdateDataset& input
) {
  if (input.name && *input.name != dataset.name) {
    dataset.name = *input.name;
    TRY(require_free_dataset_name(tx, dataset));
  }
  if (input.recipes) TRY(set_recipes(tx, caller, dataset, *input.recipes));
  if (input.expiration_options) dataset.expiration_options = *input.expiration_options;
  if (!input.user_metadata.empty()) {
    dataset.user_metadata = TRY(json::merged(dataset.user_metadata, input.user_metadata));
  }
  if (!input.system_metadata.empty()) {
    const auto difference =
        json::without_members(input.system_metadata, {"recipes", "scope", sync_with_clones_key});
    dataset.system_metadata = TRY(json::merged(dataset.system_metadata, difference));
  }
  if (input.sync_with_clones) {
    dataset.system_metadata = json::with_member(
        dataset.system_metadata, sync_with_clones_key, *input.sync_with_clones ? "true" : "false"
    );
  }
  return Done{};
}

}  // namespace

Scope scope_of(const Transaction& tx, const UpdateDataset& input) {
  auto scope = scope_of(tx, input.dataset);
  for (const auto& id : input.recipes.value_or(std::vector<RecipeId>{})) {
    if (const auto recipe = tx.recipes().find(id)) scope |= Scope::inside(recipe->project);
  }
  return scope;
}

Result<DatasetView> update_dataset(Env& env, const Caller& caller, const UpdateDataset& input) {
  return write(env.store, scope_of(input), [&](Transaction& tx) -> Result<DatasetView> {
    auto dataset = TRY(get_dataset(tx, caller, input.dataset, Verb::edit_data));
    TRY(apply(tx, caller, dataset, input));
    dataset.updated_by = caller.user;
    dataset.updated_at = env.clock.now();
    tx.datasets().put(dataset);
    tell(env, tx, caller, dataset.project, updated(dataset.id));
    return view_of(tx, caller, dataset);
  });
}

}  // namespace allot
