#pragma once

#include "usecases/env.h"

namespace allot {

/// Deletes a project and all below it: tasks with their assignments, datasets with their items and
/// annotations, recipes, ontologies, members; its bots can sign in no more (B-143). Final. Atomic.
/// Errors: not_found, forbidden (not an owner).
[[nodiscard]] Result<Done> remove_project(Env& env, const Caller& caller, const ProjectId& id);

/// The project with its datasets and bots, and the projects that get recipes of it.
[[nodiscard]] Scope scope_of_removal(const Transaction& tx, const ProjectId& id);

}  // namespace allot
