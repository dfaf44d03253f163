#include "usecases/datasets/remove.h"

#include "usecases/access.h"
#include "usecases/items/purge.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

void remove_dataset_rows(Env& env, Transaction& tx, const Caller& caller, const Dataset& dataset) {
  for (const auto& task : tx.tasks().of_dataset(dataset.id)) {
    tx.tasks().remove(task.id);
    tell(env, tx, caller, task.project, deleted(task.id));
  }
  env.in_use.end(dataset.id);
  tx.datasets().remove(dataset.id);
  tell(env, tx, caller, dataset.project, deleted(dataset.id));
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
