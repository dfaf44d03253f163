#include "usecases/telling.h"

namespace allot {

void tell(
    const Env& env, Transaction& tx, const Caller& caller, const ProjectId& project, Happening what
) {
  tx.journal().append(
      {.what = std::move(what),
       .project = project,
       .task = {},
       .actor = caller.user,
       .at = env.clock.now()}
  );
}

void tell(const Env& env, Transaction& tx, const Caller& caller, const Task& task, Happening what) {
  tx.journal().append(
      {.what = std::move(what),
       .project = task.project,
       .task = task.id,
       .actor = caller.user,
       .at = env.clock.now()}
  );
}

void tell(const Env& env, Transaction& tx, const UserId& actor, Happening what) {
  tx.journal().append(
      {.what = std::move(what), .project = {}, .task = {}, .actor = actor, .at = env.clock.now()}
  );
}

}  // namespace allot
