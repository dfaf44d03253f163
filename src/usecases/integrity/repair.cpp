#include "usecases/integrity/repair.h"

#include <fmt/format.h>

#include "base/check.h"
#include "usecases/integrity/sweep.h"

namespace allot {

namespace {

using Sentences = std::vector<std::string>;

/// What cannot be read is left for the check to name.
template <class Body>
void unless_unreadable(Body&& body) {
  try {
    body();
  } catch (const BrokenInvariant&) {
  }
}

void mend_flags(Transaction& tx, const DatasetId& dataset, Sentences& done) {
  const auto counted = tx.integrity().sets_from_rows(dataset);
  if (tx.datasets().sets(dataset) == counted) return;
  tx.datasets().put_sets(dataset, counted);
  done.push_back(fmt::format("Dataset {}: made its flags anew from its rows.", dataset.text));
}

void mend_ledger(Transaction& tx, const TaskId& id, Sentences& done) {
  const auto task = tx.tasks().find(id);
  CHECK(task.has_value());
  const auto before = tx.ledgers().of(id);
  const auto gone = (before->members | before->copies) - tx.datasets().sets(task->dataset).live;
  if (gone.empty()) return;
  auto ledger = without_items(*before, gone);
  // Whether an item is with one person or another cannot be told from here.
  if (!faults_of(ledger).empty()) return;
  tx.ledgers().put(id, std::move(ledger));
  done.push_back(fmt::format(
      "Task {}: took out {} that no dataset has.",
      id.text,
      gone.size() == 1 ? "1 item" : fmt::format("{} items", gone.size())
  ));
}

}  // namespace

std::vector<std::string> repair_installation(Env& env) {
  Sentences done;
  env.store.run_write(Scope::everything(), [&](Transaction& tx) {
    done = tx.integrity().mend();
    return true;
  });
  const auto mended = done;
  env.store.run_write(Scope::everything(), [&](Transaction& tx) {
    done = mended;  // a body may run again
    for (const auto& dataset : tx.integrity().datasets()) {
      unless_unreadable([&] { mend_flags(tx, dataset, done); });
    }
    for (const auto& task : tx.integrity().tasks()) {
      unless_unreadable([&] { mend_ledger(tx, task, done); });
    }
    return true;
  });
  const auto swept = sweep_orphans(env.store, env.files, env.clock.now() - std::chrono::hours{24});
  if (swept > 0) {
    done.push_back(fmt::format("Took away {} contents that no item names.", swept));
  }
  return done;
}

}  // namespace allot
