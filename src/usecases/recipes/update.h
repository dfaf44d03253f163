#pragma once

#include <optional>
#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

/// What is absent stays. JSON texts are of the kind that `Recipe` says.
struct UpdateRecipe {
  RecipeId recipe;
  std::optional<std::string> title;
  std::optional<std::string> description;
  std::optional<std::vector<ProjectId>> projects;
  std::optional<std::vector<OntologyId>> ontologies;
  std::optional<std::string> metadata;  // the whole object, but `system` (below)
  bool system = false;                  // its member `system` too; it stays otherwise
  std::optional<std::string> ui_settings;
  std::optional<std::string> instructions;
  std::optional<std::string> examples;
  std::optional<std::string> custom_actions;
};

/// Changes a recipe. Repeatable.
/// Errors: not_found (no such recipe, or an ontology that is not of its project), forbidden,
/// invalid (a blank title, no ontology, other projects than its own).
[[nodiscard]] Result<Recipe> update_recipe(
    Env& env, const Caller& caller, const UpdateRecipe& input
);

}  // namespace allot
