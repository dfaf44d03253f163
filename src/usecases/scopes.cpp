#include "usecases/scopes.h"

namespace allot {

namespace {

/// Of a thing that is there.
template <class Noun, class Tell>
Scope told_by(const std::optional<Noun>& noun, Tell tell) {
  return noun ? tell(*noun) : Scope{};
}

/// Of a recipe or an ontology.
constexpr auto its_project = [](const auto& noun) { return Scope::project(noun.project); };

}  // namespace

Scope scope_of(const Transaction&, const UserId& id) {
  return Scope::account(id);
}

Scope scope_of(const Transaction&, const ProjectId& id) {
  return Scope::project(id);
}

Scope scope_of(const Transaction& tx, const RecipeId& id) {
  return told_by(tx.recipes().find(id), its_project);
}

Scope scope_of(const Transaction& tx, const OntologyId& id) {
  return told_by(tx.recipes().find_ontology(id), its_project);
}

Scope scope_of(const Transaction& tx, const DatasetId& id) {
  return told_by(tx.datasets().find(id), [&](const Dataset& dataset) {
    return Scope::project(dataset.project) | Scope::dataset(id);
  });
}

Scope scope_of(const Transaction& tx, const TaskId& id) {
  return told_by(tx.tasks().find(id), [&](const Task& task) {
    return Scope::dataset(task.dataset, id) | Scope::inside(task.project);
  });
}

Scope scope_of(const Transaction& tx, const AssignmentId& id) {
  return told_by(tx.assignments().find(id), [](const Assignment& assignment) {
    return Scope::dataset(assignment.dataset, assignment.task) | Scope::inside(assignment.project);
  });
}

Scope scope_of_statuses(const Transaction& tx, const TaskId& id) {
  return told_by(tx.tasks().find(id), [&](const Task& task) {
    return Scope::dataset(task.dataset, id);
  });
}

Scope scope_of_statuses(const Transaction& tx, const AssignmentId& id) {
  return told_by(tx.assignments().find(id), [](const Assignment& assignment) {
    return Scope::dataset(assignment.dataset, assignment.task);
  });
}

Scope scope_of(const Transaction& tx, const ItemId& id) {
  return told_by(tx.items().find(id), [&](const Item& item) {
    return scope_of_content(tx, item.dataset);
  });
}

Scope scope_of(const Transaction& tx, const AnnotationId& id) {
  return told_by(tx.annotations().find(id), [&](const Annotation& annotation) {
    return scope_of_content(tx, annotation.dataset);
  });
}

Scope scope_of_content(const Transaction& tx, const DatasetId& id) {
  return told_by(tx.datasets().find(id), [&](const Dataset& dataset) {
    return Scope::dataset(id) | Scope::inside(dataset.project);
  });
}

}  // namespace allot
