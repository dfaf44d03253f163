#pragma once

#include <span>
#include <vector>

#include "usecases/env.h"

namespace allot {

// Who may see all data of a project sees its recipes and ontologies; so does whoever holds an
// assignment or manages a task there, since work is done by them.

/// Errors: not_found (no such recipe, or not visible), forbidden.
[[nodiscard]] Result<Recipe> get_recipe(Env& env, const Caller& caller, const RecipeId& id);
[[nodiscard]] Result<Recipe> get_recipe(
    const Transaction& tx, const Caller& caller, const RecipeId& id, Verb verb
);

/// Of these projects, or of all of the caller's when none is named; those that the caller may not
/// see are left out. Oldest first.
[[nodiscard]] std::vector<Recipe> list_recipes(
    Env& env, const Caller& caller, std::span<const ProjectId> projects
);

/// Errors: not_found (no such ontology, or not visible), forbidden.
[[nodiscard]] Result<Ontology> get_ontology(Env& env, const Caller& caller, const OntologyId& id);
[[nodiscard]] Result<Ontology> get_ontology(
    const Transaction& tx, const Caller& caller, const OntologyId& id, Verb verb
);

/// As `list_recipes`.
[[nodiscard]] std::vector<Ontology> list_ontologies(
    Env& env, const Caller& caller, std::span<const ProjectId> projects
);

/// Errors: not_found (one of them does not exist in this project).
[[nodiscard]] Result<Done> require_ontologies_of(
    const Transaction& tx, const ProjectId& project, std::span<const OntologyId> ontologies
);

/// Errors: not_found (one of them does not exist in this project).
[[nodiscard]] Result<Done> require_recipes_of(
    const Transaction& tx, const ProjectId& project, std::span<const RecipeId> recipes
);

}  // namespace allot
