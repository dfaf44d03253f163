#pragma once

#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

struct ChangeAttributes {
  OntologyId ontology;
  std::string
      attributes;  // JSON array of {title, key, type, scope, optional?, multi?, values?, range?}
};

/// Adds attributes to an ontology, or replaces those with the same key. Atomic. Repeatable.
/// Errors: not_found, forbidden, invalid (no attributes of that form).
[[nodiscard]] Result<Ontology> change_attributes(
    Env& env, const Caller& caller, const ChangeAttributes& input
);

struct RemoveAttributes {
  OntologyId ontology;
  std::vector<std::string> keys;
};

/// Takes attributes away; keys that are not there are no error. Repeatable.
/// Errors: not_found, forbidden.
[[nodiscard]] Result<Ontology> remove_attributes(
    Env& env, const Caller& caller, const RemoveAttributes& input
);

}  // namespace allot
