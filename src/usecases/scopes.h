#pragma once

#include "usecases/env.h"

namespace allot {

// Where a change of this thing takes place (store/scope.h), looked up before the change by its id:
// no task, assignment, item or annotation ever comes into another dataset, and no dataset into
// another project. Nothing for what is not there: the change finds that out itself.

/// The dataset, of which this task alone changes, and its project as it is: what moves work.
[[nodiscard]] Scope scope_of(Store& store, const TaskId& id);
[[nodiscard]] Scope scope_of(Store& store, const AssignmentId& id);
/// The dataset.
[[nodiscard]] Scope scope_of(Store& store, const ItemId& id);
/// The dataset and its project: its row is the project's.
[[nodiscard]] Scope scope_of(Store& store, const DatasetId& id);
/// The project.
[[nodiscard]] Scope scope_of(Store& store, const RecipeId& id);
[[nodiscard]] Scope scope_of(Store& store, const OntologyId& id);

}  // namespace allot
