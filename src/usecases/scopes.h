#pragma once

#include <variant>

#include "usecases/env.h"

namespace allot {

// Where a change of this thing takes place (store/scope.h), told by its id: no task, assignment,
// item or annotation ever comes into another dataset, and no dataset into another project. Nothing
// for what is not there: the change finds that out itself.

/// The account.
[[nodiscard]] Scope scope_of(const Transaction& tx, const UserId& id);
/// The project.
[[nodiscard]] Scope scope_of(const Transaction& tx, const ProjectId& id);
[[nodiscard]] Scope scope_of(const Transaction& tx, const RecipeId& id);
[[nodiscard]] Scope scope_of(const Transaction& tx, const OntologyId& id);
/// The dataset and its project: its row is the project's.
[[nodiscard]] Scope scope_of(const Transaction& tx, const DatasetId& id);
/// The dataset, of which this task alone changes, and its project as it is: what moves work.
[[nodiscard]] Scope scope_of(const Transaction& tx, const TaskId& id);
[[nodiscard]] Scope scope_of(const Transaction& tx, const AssignmentId& id);
/// The dataset alone, and this task: a status asks of the project only who may, and is right on
/// either side of a removal from it.
[[nodiscard]] Scope scope_of_statuses(const Transaction& tx, const TaskId& id);
[[nodiscard]] Scope scope_of_statuses(const Transaction& tx, const AssignmentId& id);
/// The dataset, and its project as it is: an item that goes makes room for batches, and an issue
/// puts work back that is offered then; both are given to who is in the project (B-053).
[[nodiscard]] Scope scope_of(const Transaction& tx, const ItemId& id);
[[nodiscard]] Scope scope_of(const Transaction& tx, const AnnotationId& id);
/// The same of what is in a dataset, which keeps its row.
[[nodiscard]] Scope scope_of_content(const Transaction& tx, const DatasetId& id);

// The same as a `Where`, for `write`; refers to what it is given. Use cases whose scope is told by
// more than an id have a `scope_of` beside their input.

template <class Told>
[[nodiscard]] auto scope_of(const Told& by) {
  return [&by](const Transaction& tx) { return scope_of(tx, by); };
}

[[nodiscard]] inline auto scope_of_content(const DatasetId& id) {
  return [&id](const Transaction& tx) { return scope_of_content(tx, id); };
}

[[nodiscard]] inline auto scope_of_statuses(const AssignmentId& id) {
  return [&id](const Transaction& tx) { return scope_of_statuses(tx, id); };
}

[[nodiscard]] inline auto scope_of_statuses(const std::variant<TaskId, AssignmentId>& where) {
  return [&where](const Transaction& tx) {
    return std::visit([&](const auto& id) { return scope_of_statuses(tx, id); }, where);
  };
}

}  // namespace allot
