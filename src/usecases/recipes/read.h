#pragma once

#include <span>
#include <vector>

#include "usecases/env.h"

namespace allot {

// Who may see all data of a project sees its recipes and ontologies; so does whoever holds an
// assignment or manages a task there, since work is done by them. A dataset may use a recipe of
// another project (ADR 0029): who sees that dataset, or a task that works by the recipe, reads the
// recipe and its ontologies, and changes neither.

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

/// May a task in this dataset work by the recipe? It may by those of the dataset's project, by
/// those that the dataset uses, and by that of its parent.
[[nodiscard]] bool may_work_by(
    const Transaction& tx, const Dataset& dataset, const RecipeId& recipe, const TaskId& parent = {}
);

}  // namespace allot
