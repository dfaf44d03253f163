#pragma once

#include <string>

#include "domain/label_changes.h"
#include "usecases/env.h"

namespace allot {

struct ChangeLabels {
  OntologyId ontology;
  std::string labels;  // JSON array of {tag, color?, attributes?, displayLabel?, displayData?}
  LabelMode mode = LabelMode::upsert;
};

/// Adds labels to an ontology's tree, or changes them. A tag with dots is a path ("vehicle.car");
/// parents are made as needed; children of a changed label stay. Atomic; repeatable but for `add`.
/// Errors: not_found (no such ontology; an unknown tag when updating), forbidden, invalid (no
/// labels of that form; a tag that is there when adding).
[[nodiscard]] Result<Ontology> change_labels(
    Env& env, const Caller& caller, const ChangeLabels& input
);

}  // namespace allot
