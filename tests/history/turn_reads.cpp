// Reads of the model.

#include <algorithm>

#include "turn.h"

namespace allot::history {

void Turn::read_task() {
  const auto* work = visible_place();
  if (work == nullptr) return refuse(ErrorCode::not_found);
  see(*work);
}

void Turn::see(const Work& work) {
  SeenTask seen{.counts = count(work.ledger, {}, {}), .assignments = {}};
  seen.status = derive_task_status(seen.counts, work.dismissed);
  for (const auto& share : work.ledger.shares) {
    if (is_visible(share)) seen.assignments.push_back(share.assignment);
  }
  answer_.task = std::move(seen);
}

void Turn::read_assignment() {
  const auto* work = visible_place();
  if (work == nullptr) return refuse(ErrorCode::not_found);
  answer_.assignments.push_back(seen(*work->ledger.find(call_.assignment)));
}

/// Of a task that is gone, or not visible, there are none.
void Turn::list_assignments() {
  const auto* work = visible_place();
  if (work == nullptr) return;
  for (const auto& share : work->ledger.shares) {
    if (is_visible(share)) answer_.assignments.push_back(seen(share));
  }
  // One that came back is where it was.
  std::ranges::sort(answer_.assignments, {}, &SeenAssignment::id);
}

SeenAssignment Turn::seen(const Share& share) {
  const auto counts = count(share, {}, {});
  return {
      .id = share.assignment,
      .annotator = share.annotator,
      .status = derive_assignment_status(counts),
      .counts = counts
  };
}

void Turn::list_items() {
  ItemSet listed;
  for (const auto& [id, work] : board_.tasks) {
    if (!call_.assignment.empty()) {
      const auto* share = work.ledger.find(call_.assignment);
      if (share != nullptr && is_visible(*share)) listed = share->items();
    } else if (id == call_.task) {
      listed = call_.manages ? work.ledger.members : own_items(work);
    }
  }
  listed.for_each([&](Ordinal ordinal) { answer_.items.push_back(seen(ordinal)); });
}

void Turn::read_item() {
  const auto ordinal = call_.items.front();
  const auto& visible = call_.manages ? board_.live : own_items();
  if (!visible.contains(ordinal)) return refuse(ErrorCode::not_found);
  answer_.items.push_back(seen(ordinal));
}

SeenItem Turn::seen(Ordinal ordinal) const {
  SeenItem item{.item = ordinal, .references = {}};
  for (const auto& [id, work] : board_.tasks) {
    const auto* share = work.ledger.holder_of(ordinal);
    const bool waits = share == nullptr && work.ledger.members.contains(ordinal);
    if (waits && call_.manages) {
      item.references.push_back({.task = id, .assignment = {}, .word = ""});
    }
    if (share == nullptr || !is_visible(*share)) continue;
    item.references.push_back(
        {.task = id, .assignment = share->assignment, .word = share->status_of(ordinal)}
    );
  }
  return item;
}

void Turn::list_operations() {
  const auto* work = visible_place();
  if (work == nullptr) return refuse(ErrorCode::not_found);
  for (const auto* done = board_.latest.get(); done != nullptr; done = done->before.get()) {
    if (done->task != call_.task) continue;
    if (answer_.operations.size() == operations_listed) break;
    answer_.operations.push_back(seen(*work, *done));
  }
}

SeenOperation Turn::seen(const Work& work, const DoneMove& done) const {
  SeenOperation seen{.id = done.id, .kind = done.plan.kind, .total = done.plan.total()};
  if (is_undoable(seen.kind) && !board_.is_undone(done.id)) {
    const auto back = plan_taking_back(work, done, false);
    if (back) seen.undoable = back->undo.plan.total();
  }
  return seen;
}

ItemSet Turn::own_items() const {
  ItemSet own;
  for (const auto& [id, work] : board_.tasks) own |= own_items(work);
  return own;
}

ItemSet Turn::own_items(const Work& work) const {
  const auto* share = work.ledger.find(call_.caller);
  return share == nullptr ? ItemSet{} : share->items();
}

}  // namespace allot::history
