#include "usecases/datasets/unlock.h"

#include "store/exports.h"
#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

Result<DatasetView> unlock_dataset(Env& env, const Caller& caller, const DatasetId& id) {
  return write(env.store, scope_of(id), [&](Transaction& tx) -> Result<DatasetView> {
    auto dataset = TRY(get_dataset(tx, caller, id, Verb::edit_data));
    if (!dataset.readonly) return fail(ErrorCode::invalid, "The dataset is not locked.");
    dataset.readonly = false;
    dataset.updated_by = caller.user;
    dataset.updated_at = env.clock.now();
    tx.datasets().put(dataset);
    tx.exports().unlock(dataset.id);
    tell(env, tx, caller, dataset.project, updated(dataset.id));
    return view_of(tx, caller, dataset);
  });
}

}  // namespace allot
