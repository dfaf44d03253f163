#pragma once

#include <optional>
#include <string>

#include "base/function_ref.h"
#include "usecases/env.h"

namespace allot {

/// What is absent stays.
struct UpdateOntology {
  OntologyId ontology;
  std::optional<std::string> title;
  std::optional<std::string> roots;       // JSON: takes the place of the whole label tree
  std::optional<std::string> attributes;  // JSON array: the older attribute list
  std::optional<std::string> metadata;    // JSON object
  bool system = false;                    // write `metadata.system` too
};

/// Changes an ontology. An older attribute list that equals `metadata.attributes` is the SDK's echo
/// of that one and is not written. Repeatable.
/// Errors: not_found, forbidden, invalid (`roots` is no label tree).
[[nodiscard]] Result<Ontology> update_ontology(
    Env& env, const Caller& caller, const UpdateOntology& input
);

/// Loads an ontology that the caller may change, lets `edit` change the value, stores it.
/// Errors: not_found, forbidden, those of `edit`.
[[nodiscard]] Result<Ontology> edit_ontology(
    Env& env, const Caller& caller, const OntologyId& id, FunctionRef<Result<Done>(Ontology&)> edit
);

}  // namespace allot
