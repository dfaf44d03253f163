#pragma once

#include <string>

#include "usecases/env.h"

namespace allot {

struct CreateOntology {
  ProjectId project;
  std::string title;
  std::string roots = "[]";       // JSON: the label tree, in the form of json/label_tree.h
  std::string attributes = "[]";  // JSON array: the older attribute list
  std::string metadata = "{}";    // JSON object
};

/// Makes an ontology. Atomic. Not repeatable.
/// Errors: forbidden (no such project, not visible, or no right to change its data; contract: 403
/// in each case), invalid (`roots` is no label tree).
[[nodiscard]] Result<Ontology> create_ontology(
    Env& env, const Caller& caller, const CreateOntology& input
);

/// In the transaction of a change, without looking at rights; the tree must be in form.
[[nodiscard]] Ontology add_ontology(
    Env& env, Transaction& tx, const Caller& caller, const CreateOntology& input
);

}  // namespace allot
