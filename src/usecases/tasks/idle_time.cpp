#include "usecases/tasks/idle_time.h"

namespace allot {

void begin_idle_time(
    const Env& env, Transaction& tx, const Task& task, const AssignmentId& assignment
) {
  if (!task.pulling || !task.pulling->idle) return;
  auto row = tx.assignments().find(assignment);
  if (!row || row->updated_at == env.clock.now()) return;
  row->updated_at = env.clock.now();
  tx.assignments().put(*row);
}

}  // namespace allot
