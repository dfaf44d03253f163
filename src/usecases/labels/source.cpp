#include "usecases/labels/source.h"

#include "usecases/access.h"
#include "usecases/tasks/read.h"

namespace allot {

namespace {

Result<Dataset> dataset_of(const Transaction& tx, const DatasetId& id) {
  auto dataset = tx.datasets().find(id);
  if (!dataset) return not_found("dataset", id.text);
  return *std::move(dataset);
}

Result<LabelSource> source_of(const Transaction& tx, const Caller& caller, const DatasetId& id) {
  LabelSource source;
  source.dataset = TRY(dataset_of(tx, id));
  source.title = source.dataset.name;
  source.in_sight = TRY(visible_items(tx, caller, source.dataset));
  return source;
}

ItemSet items_of(const Share* share) {
  return share == nullptr ? ItemSet{} : share->items();
}

Result<LabelSource> source_of(const Transaction& tx, const Caller& caller, const TaskId& id) {
  LabelSource source;
  source.task = TRY(get_task(tx, caller, id, Verb::see_task));
  source.dataset = TRY(dataset_of(tx, source.task->dataset));
  source.title = source.task->name;
  const auto ledger = tx.ledgers().of(id);
  const bool sees_all = sees_all_assignments(tx, caller, *source.task);
  source.in_sight =
      sees_all ? ledger->members | ledger->copies : items_of(ledger->find(caller.user));
  return source;
}

Result<LabelSource> source_of(const Transaction& tx, const Caller& caller, const AssignmentId& id) {
  auto found = TRY(get_assignment(tx, caller, id, Verb::see_assignment));
  LabelSource source;
  source.dataset = TRY(dataset_of(tx, found.task.dataset));
  source.title = found.assignment.name;
  source.in_sight = items_of(tx.ledgers().of(found.task.id)->find(id));
  source.task = std::move(found.task);
  return source;
}

}  // namespace

Result<LabelSource> label_source(const Transaction& tx, const Caller& caller, const LabelsOf& of) {
  return std::visit([&](const auto& id) { return source_of(tx, caller, id); }, of);
}

}  // namespace allot
