#include "usecases/operations/read.h"

#include <algorithm>

#include "usecases/access.h"

namespace allot {

namespace {

/// By the very plan of an undo.
Undoable undoable_of(
    const Env& env,
    const Transaction& tx,
    const Task& task,
    const Operation& operation,
    SinceEach& each
) {
  if (auto reason = why_not_undoable(operation); !reason.empty()) {
    return {.items = 0, .reason = std::move(reason)};
  }
  const auto ledger = tx.ledgers().of(task.id);
  const auto back = plan_taking_back(env, tx, task, *ledger, operation, each.since(operation), {});
  if (!back) return {.items = 0, .reason = back.error().message};
  return {.items = back->undo.plan.total(), .reason = {}};
}

/// An operation for a reader.
struct Readable {
  OperationInTask found;
  bool is_whole = true;  // else what it moved to or from its reader, who started it
};

/// Errors: not_found, forbidden (may not see operations of the task, and did not start this one).
Result<Readable> get_readable(const Transaction& tx, const Caller& caller, const OperationId& id) {
  auto found = TRY(get_operation(tx, caller, id, Verb::see_task));
  const bool is_whole = found.standings.may(Verb::see_operations);
  if (!is_whole && found.operation.by != caller.user) {
    TRY(require(found.standings, Verb::see_operations, "operation", id.text));
  }
  return Readable{.found = std::move(found), .is_whole = is_whole};
}

/// An end of a hand-over as its person; nobody outside of the task and in the queue.
UserId person_at(const Holder& holder) {
  return holder.place == Holder::Place::person ? holder.person : UserId{};
}

bool is_asked(const std::optional<UserId>& asked, const UserId& person) {
  return !asked || *asked == person;
}

/// The page of a run of hand-overs, each of them a set in order.
class MovedPage {
 public:
  MovedPage(std::uint64_t offset, std::uint64_t count) : skip_(offset), left_(count) {}

  void add(
      const Transaction& tx,
      const DatasetId& dataset,
      const Handover& handover,
      const ItemSet& items
  ) {
    total_ += items.size();
    if (skip_ >= items.size()) {
      skip_ -= items.size();
      return;
    }
    const auto ordinals = items.page(std::exchange(skip_, 0), left_);
    left_ -= ordinals.size();
    for (auto& [ordinal, id] : tx.items().ids(dataset, ordinals)) {
      items_.push_back(
          {.item = std::move(id), .from = person_at(handover.from), .to = person_at(handover.to)}
      );
    }
  }

  MovedItemPage take() { return {.total = total_, .items = std::move(items_)}; }

 private:
  std::uint64_t skip_;
  std::uint64_t left_;
  std::uint64_t total_ = 0;
  std::vector<MovedItem> items_;
};

/// The hand-over of an operation that moved the item, if one did.
const Handover* handover_of(const Operation& operation, Ordinal item) {
  for (const auto& handover : operation.plan.handovers) {
    if (handover.open.contains(item)) return &handover;
    for (const auto& [word, items] : handover.by_status) {
      if (items.contains(item)) return &handover;
    }
  }
  return nullptr;
}

}  // namespace

Result<OperationPage> list_operations(
    Env& env, const Caller& caller, const TaskId& id, std::uint64_t offset, std::uint64_t count
) {
  return read(env.store, [&](const Transaction& tx) -> Result<OperationPage> {
    const auto task = TRY(get_task(tx, caller, id, Verb::see_operations));
    OperationPage page{.total = tx.operations().count_of(id), .operations = {}};
    SinceEach each(tx, task);
    for (auto& operation : tx.operations().of_task(id, offset, count)) {
      auto undoable = undoable_of(env, tx, task, operation, each);
      page.operations.push_back({.operation = std::move(operation), .undoable = std::move(undoable)}
      );
    }
    return page;
  });
}

Result<OperationView> read_operation(Env& env, const Caller& caller, const OperationId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<OperationView> {
    auto readable = TRY(get_readable(tx, caller, id));
    auto& [operation, task, standings] = readable.found;
    SinceEach each(tx, task);
    auto undoable = undoable_of(env, tx, task, operation, each);
    if (!readable.is_whole) {
      std::erase_if(operation.plan.people, [&](const PersonPlan& person) {
        return person.person != caller.user;
      });
    }
    return OperationView{.operation = std::move(operation), .undoable = std::move(undoable)};
  });
}

Result<MovedItemPage> list_moved_items(
    Env& env,
    const Caller& caller,
    const OperationId& id,
    const std::optional<UserId>& from,
    const std::optional<UserId>& to,
    std::uint64_t offset,
    std::uint64_t count
) {
  return read(env.store, [&](const Transaction& tx) -> Result<MovedItemPage> {
    const auto readable = TRY(get_readable(tx, caller, id));
    const auto& found = readable.found;
    const auto live = tx.datasets().sets(found.task.dataset).live;
    const auto is_own = [&](const Handover& handover) {
      return person_at(handover.from) == caller.user || person_at(handover.to) == caller.user;
    };
    MovedPage page(offset, count);
    for (const auto& handover : found.operation.plan.handovers) {
      if (!is_asked(from, person_at(handover.from))) continue;
      if (!is_asked(to, person_at(handover.to))) continue;
      if (!readable.is_whole && !is_own(handover)) continue;
      page.add(tx, found.task.dataset, handover, handover.items() & live);
    }
    return page.take();
  });
}

Result<std::vector<Holding>> list_holders(
    Env& env, const Caller& caller, const ItemId& id, const TaskId& task_id
) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::vector<Holding>> {
    const auto task = TRY(get_task(tx, caller, task_id, Verb::see_operations));
    const auto item = TRY(get_item(tx, caller, id));
    if (item.dataset != task.dataset) return not_found("item", id.text);
    std::vector<Holding> holdings;
    tx.operations().visit_near(task.id, item.ordinal, [&](const Operation& operation) {
      const auto* handover = handover_of(operation, item.ordinal);
      if (handover == nullptr) return;
      if (!holdings.empty() && !holdings.back().to) holdings.back().to = operation.at;
      const auto person = person_at(handover->to);
      if (person.empty()) return;
      holdings.push_back(
          {.person = person,
           .from = operation.at,
           .to = std::nullopt,
           .operation = operation.id,
           .by = operation.by}
      );
    });
    return holdings;
  });
}

}  // namespace allot
