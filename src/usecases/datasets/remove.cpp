#include "usecases/datasets/remove.h"

#include "usecases/access.h"
#include "usecases/items/purge.h"
#include "usecases/projects/events.h"
#include "usecases/scopes.h"

namespace allot {

void remove_dataset_rows(
    const Env& env, Transaction& tx, const Caller& caller, const Dataset& dataset
) {
  for (const auto& task : tx.tasks().of_dataset(dataset.id)) {
    tx.tasks().remove(task.id);
    append_event(tx, env, caller, "Task", "Deleted", task.id.text, task.project);
  }
  tx.datasets().remove(dataset.id);
  append_event(tx, env, caller, "Dataset", "Deleted", dataset.id.text, dataset.project);
}

Result<Done> remove_dataset(Env& env, const Caller& caller, const DatasetId& id) {
  return write(env.store, scope_of(id), [&](Transaction& tx) -> Result<Done> {
    const auto dataset = TRY(get_dataset(tx, caller, id, Verb::edit_data));
    remove_dataset_rows(env, tx, caller, dataset);
    purge_slice(tx, id);
    return Done{};
  });
}

}  // namespace allot
