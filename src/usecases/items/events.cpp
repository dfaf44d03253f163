#include "usecases/items/events.h"

namespace allot {

void note_item_event(
    Env& env, Transaction& tx, const Caller& caller, const Item& item, std::string_view action
) {
  const auto dataset = tx.datasets().find(item.dataset);
  tx.journal().append(
      {.resource = "Item",
       .action = std::string(action),
       .resource_id = item.id.text,
       .project = dataset ? dataset->project : ProjectId{},
       .actor = caller.user,
       .at = env.clock.now()}
  );
}

}  // namespace allot
