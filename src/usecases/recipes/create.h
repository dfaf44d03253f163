#pragma once

#include <optional>
#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

struct CreateRecipe {
  ProjectId project;
  std::string title;
  std::string description;
  std::vector<OntologyId> ontologies;  // none: an empty one is made
  std::string ui_settings;             // JSON object; "" for the default
  std::string metadata = "{}";         // JSON object
};

/// Makes a recipe. Atomic. Not repeatable.
/// Errors: not_found (no such project, or an ontology that is not of it), forbidden, invalid (a
/// blank title).
[[nodiscard]] Result<Recipe> create_recipe(
    Env& env, const Caller& caller, const CreateRecipe& input
);

/// An empty ontology and a recipe of this title on it, in the transaction of a change, without
/// looking at rights.
[[nodiscard]] Recipe add_default_recipe(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const ProjectId& project,
    const std::string& title
);

}  // namespace allot
