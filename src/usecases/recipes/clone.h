#pragma once

#include "usecases/env.h"

namespace allot {

struct CloneRecipe {
  RecipeId recipe;
  bool shallow = false;  // share the ontologies instead of copying them
};

/// Makes a second recipe like this one, in the same project. Atomic. Not repeatable.
/// Errors: not_found, forbidden.
[[nodiscard]] Result<Recipe> clone_recipe(Env& env, const Caller& caller, const CloneRecipe& input);

}  // namespace allot
