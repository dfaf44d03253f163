#include "usecases/assignments/use_item.h"

#include <fmt/format.h>

#include "usecases/access.h"
#include "usecases/scopes.h"

namespace allot {

namespace {

struct Place {
  Assignment assignment;
  Task task;
  Ordinal item = 0;
};

Result<Place> place_of(
    const Transaction& tx, const Caller& caller, const AssignmentId& assignment, const ItemId& item
) {
  auto found = TRY(get_assignment(tx, caller, assignment, Verb::use_item));
  const std::vector<ItemId> ids{item};
  const auto ordinals = tx.items().ordinals(found.task.dataset, ids);
  const auto ledger = tx.ledgers().of(found.task.id);
  const auto* share = ledger->find(assignment);
  if (ordinals.empty() || share == nullptr || !share->holds(ordinals.select(0))) {
    return fail(ErrorCode::not_found, "The item is not in this assignment.");
  }
  return Place{
      .assignment = std::move(found.assignment),
      .task = std::move(found.task),
      .item = ordinals.select(0)
  };
}

/// Who looks at an item is not idle (B-299): noted each minute, where somebody counts.
void note_presence(const Env& env, Transaction& tx, const Place& place) {
  if (!place.task.pulling || !place.task.pulling->idle) return;
  auto assignment = place.assignment;
  if (env.clock.now() - assignment.updated_at < std::chrono::minutes{1}) return;
  assignment.updated_at = env.clock.now();
  tx.assignments().put(assignment);
}

}  // namespace

Result<Time> use_item(
    Env& env, const Caller& caller, const AssignmentId& assignment, const ItemId& item
) {
  // On the writer, where moves are planned and made: no move comes in between.
  return write(env.store, scope_of_statuses(assignment), [&](Transaction& tx) -> Result<Time> {
    const auto place = TRY(place_of(tx, caller, assignment, item));
    note_presence(env, tx, place);
    const auto until = env.in_use.begin(place.task.dataset, place.task.id, place.item, caller.user);
    if (until) return *until;
    return fail(
        ErrorCode::conflict,
        fmt::format(
            "You have {} items on your screen already; say first of some that they are not.",
            InUse::items_of_one_max
        )
    );
  });
}

Result<Done> end_use(
    Env& env, const Caller& caller, const AssignmentId& assignment, const ItemId& item
) {
  return write(env.store, scope_of_statuses(assignment), [&](Transaction& tx) -> Result<Done> {
    const auto place = TRY(place_of(tx, caller, assignment, item));
    env.in_use.end(place.task.dataset, place.task.id, {place.item});
    return Done{};
  });
}

}  // namespace allot
