#include "usecases/recipes/update.h"

#include <algorithm>

#include "base/name.h"
#include "json/text.h"
#include "usecases/access.h"
#include "usecases/recipes/read.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// Those that are new to the recipe: of the others one may have been deleted meanwhile.
Result<Done> check_ontologies(
    const Transaction& tx, const Recipe& recipe, const std::vector<OntologyId>& wanted
) {
  if (wanted == recipe.ontologies) return Done{};
  if (wanted.empty()) return invalid_field("ontologyIds", "must name an ontology");
  auto added = wanted;
  std::erase_if(added, [&](const OntologyId& id) {
    return std::ranges::find(recipe.ontologies, id) != recipe.ontologies.end();
  });
  return require_ontologies_of(tx, recipe.project, added);
}

Result<Done> check(const Transaction& tx, const Recipe& recipe, const UpdateRecipe& input) {
  // The SDK sends the whole recipe back: a title that stays is not looked at again.
  if (input.title && *input.title != recipe.title) TRY(check_name(*input.title, "title"));
  if (input.projects && *input.projects != std::vector{recipe.project}) {
    return invalid_field("projectIds", "must hold the recipe's own project alone");
  }
  return input.ontologies ? check_ontologies(tx, recipe, *input.ontologies) : Done{};
}

/// The metadata as sent, with the stored `system` where that is not asked to change, or not sent.
std::string replaced_metadata(const Recipe& recipe, const UpdateRecipe& input) {
  const auto sent = json::member(*input.metadata, "system");
  if (input.system && sent && *sent != "null") return *input.metadata;
  const auto kept = json::member(recipe.metadata, "system");
  return kept ? json::with_member(*input.metadata, "system", *kept)
              : json::without_members(*input.metadata, {"system"});
}

template <class T>
void assign(T& member, const std::optional<T>& value) {
  if (value) member = *value;
}

}  // namespace

Result<Recipe> update_recipe(Env& env, const Caller& caller, const UpdateRecipe& input) {
  const auto scope = scope_of(input.recipe);
  return write(env.store, scope, [&](Transaction& tx) -> Result<Recipe> {
    auto recipe = TRY(get_recipe(tx, caller, input.recipe, Verb::edit_data));
    TRY(check(tx, recipe, input));
    assign(recipe.title, input.title);
    assign(recipe.description, input.description);
    assign(recipe.ontologies, input.ontologies);
    if (input.metadata) recipe.metadata = replaced_metadata(recipe, input);
    assign(recipe.ui_settings, input.ui_settings);
    assign(recipe.instructions, input.instructions);
    assign(recipe.examples, input.examples);
    assign(recipe.custom_actions, input.custom_actions);
    recipe.updated_by = caller.user;
    recipe.updated_at = env.clock.now();
    tx.recipes().put(recipe);
    tell(env, tx, caller, recipe.project, updated(recipe.id));
    return recipe;
  });
}

}  // namespace allot
