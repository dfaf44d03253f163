#include "usecases/scopes.h"

namespace allot {

namespace {

template <class Noun>
Scope where_work_moves(const std::optional<Noun>& noun, const TaskId& task) {
  if (!noun) return {};
  return Scope::dataset(noun->dataset, task) | Scope::inside(noun->project);
}

}  // namespace

Scope scope_of(Store& store, const TaskId& id) {
  return read(store, [&](const Transaction& tx) {
    return where_work_moves(tx.tasks().find(id), id);
  });
}

Scope scope_of(Store& store, const AssignmentId& id) {
  return read(store, [&](const Transaction& tx) {
    const auto assignment = tx.assignments().find(id);
    return where_work_moves(assignment, assignment ? assignment->task : TaskId{});
  });
}

Scope scope_of(Store& store, const ItemId& id) {
  return read(store, [&](const Transaction& tx) {
    const auto item = tx.items().find(id);
    return item ? Scope::dataset(item->dataset) : Scope{};
  });
}

Scope scope_of(Store& store, const DatasetId& id) {
  return read(store, [&](const Transaction& tx) {
    const auto dataset = tx.datasets().find(id);
    return dataset ? Scope::project(dataset->project) | Scope::dataset(id) : Scope{};
  });
}

Scope scope_of(Store& store, const RecipeId& id) {
  return read(store, [&](const Transaction& tx) {
    const auto recipe = tx.recipes().find(id);
    return recipe ? Scope::project(recipe->project) : Scope{};
  });
}

Scope scope_of(Store& store, const OntologyId& id) {
  return read(store, [&](const Transaction& tx) {
    const auto ontology = tx.recipes().find_ontology(id);
    return ontology ? Scope::project(ontology->project) : Scope{};
  });
}

}  // namespace allot
