#include "usecases/commands/standing.h"

#include <optional>
#include <variant>

#include "store/clones.h"
#include "usecases/commands/running.h"

namespace allot {

namespace {

/// Things that were made, as long as nobody changed them.
bool stands_made(const Journal& journal, const Transaction& tx, const OutboxLines& change) {
  if (journal.told_of(change, std::nullopt, Act::created, 1).empty()) return false;
  // Annotations go with their item, of which the outbox tells later when many go at once.
  const auto annotation = journal.told_of(change, Thing::annotation, Act::created, 1);
  if (!annotation.empty() && !tx.annotations().find({annotation.front()})) return false;
  return !journal.tells_later_of_things(change, Act::created);
}

/// As the command left it.
template <class Noun>
bool stands_as_made(const std::optional<Noun>& made, const Command& by) {
  return made && made->updated_at <= by.updated_at;
}

/// What came into a dataset of others is its content.
bool comes_into_a_dataset(const Transaction& tx, const Command& command) {
  const auto clone = tx.clones().find(command.id);
  return clone && !clone->order.target.empty();
}

}  // namespace

bool still_stands(const Transaction& tx, Leaves kind, const OutboxLines& change) {
  const auto& journal = tx.journal();
  if (!tx.outbox().tells_of_somebody(change.until)) return true;
  if (change.after == change.until) return false;
  switch (kind) {
    case Leaves::moved_work:
      return !journal.tasks_told_of(change).empty() && !journal.tells_later_of_tasks(change);
    case Leaves::made_things: return stands_made(journal, tx, change);
    case Leaves::nothing_that_matches: return false;
    case Leaves::absence: {
      const bool is_told = !journal.told_of(change, std::nullopt, Act::deleted, 1).empty();
      return !journal.tells_later_of_things(
          change, is_told ? std::optional(Act::deleted) : std::nullopt
      );
    }
  }
  return false;
}

bool still_stands(const Transaction& tx, const Command& command) {
  const auto* const dataset = std::get_if<DatasetCloned>(&command.result);
  const auto* const merged = std::get_if<DatasetsMerged>(&command.result);
  const auto* const item = std::get_if<ItemCloned>(&command.result);
  if (dataset == nullptr && merged == nullptr && item == nullptr) return false;
  if (goes_on(command)) return true;
  if (command.status != CommandStatus::success) return false;
  if (item != nullptr) return stands_as_made(tx.items().find(item->clone), command);
  if (dataset != nullptr && comes_into_a_dataset(tx, command)) {
    return tx.clones().is_as_shown(command.id);
  }
  const auto& made = dataset != nullptr ? dataset->clone : merged->dataset;
  return stands_as_made(tx.datasets().find(made), command);
}

}  // namespace allot
