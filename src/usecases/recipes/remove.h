#pragma once

#include "usecases/env.h"

namespace allot {

struct RemoveRecipe {
  RecipeId recipe;
  bool force = false;  // also while datasets use it: they lose it
};

/// Deletes a recipe; its ontologies stay. Final.
/// Errors: not_found, forbidden, invalid (a dataset uses it, and `force` is not set or the caller
/// may not edit that dataset).
[[nodiscard]] Result<Done> remove_recipe(Env& env, const Caller& caller, const RemoveRecipe& input);

/// Its project, and the datasets that lose it, with theirs.
[[nodiscard]] Scope scope_of(const Transaction& tx, const RemoveRecipe& input);

}  // namespace allot
