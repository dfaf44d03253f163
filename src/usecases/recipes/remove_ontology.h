#pragma once

#include "usecases/env.h"

namespace allot {

/// Deletes an ontology. Recipes that have others lose it; a recipe that has this one alone goes on
/// naming it, since it must name one. Final.
/// Errors: not_found, forbidden.
[[nodiscard]] Result<Done> remove_ontology(Env& env, const Caller& caller, const OntologyId& id);

}  // namespace allot
