#include "usecases/projects/remove.h"

#include "usecases/access.h"
#include "usecases/bots/remove.h"
#include "usecases/datasets/remove.h"
#include "usecases/items/purge.h"
#include "usecases/projects/events.h"

namespace allot {

Result<Done> remove_project(Env& env, const Caller& caller, const ProjectId& id) {
  return write(env.store, [&](Transaction& tx) -> Result<Done> {
    TRY(get_project(tx, caller, id, Verb::delete_project));
    for (const auto& dataset : tx.datasets().of_project(id)) {
      remove_dataset_rows(env, tx, caller, dataset);
    }
    purge_slice(tx);
    for (const auto& member : tx.projects().members(id)) {
      const auto user = tx.users().find(member.user);
      if (user && user->is_bot && user->bot_project == id) disable_bot(env, tx, *user);
    }
    tx.projects().remove(id);
    append_event(tx, env, caller, "Project", "Deleted", id.text, id);
    return Done{};
  });
}

}  // namespace allot
