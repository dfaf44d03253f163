#include "usecases/projects/events.h"

namespace allot {

void append_event(
    Transaction& tx,
    const Env& env,
    const Caller& caller,
    std::string_view resource,
    std::string_view action,
    const std::string& id,
    const ProjectId& project
) {
  tx.journal().append(
      {.resource = std::string(resource),
       .action = std::string(action),
       .resource_id = id,
       .project = project,
       .actor = caller.user,
       .at = env.clock.now()}
  );
}

}  // namespace allot
