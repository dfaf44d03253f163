#include "usecases/tasks/open_items.h"

namespace allot {

namespace {

void add(OpenItems& open, const Ledger& ledger) {
  const auto before = open.assigned + open.queued;
  open.assigned += ledger.shares.tally().open;
  for (const auto& waiting : ledger.queue) open.queued += waiting.size();
  if (open.assigned + open.queued > before) ++open.tasks;
}

}  // namespace

OpenItems count_open_items(Env& env) {
  return read(env.store, [](const Transaction& tx) {
    OpenItems open;
    for (const auto& project : tx.projects().list()) {
      for (const auto& task : tx.tasks().of_projects({&project.id, 1})) {
        if (!task.dismissed) add(open, *tx.ledgers().of(task.id));
      }
    }
    return open;
  });
}

}  // namespace allot
