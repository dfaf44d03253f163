#include "store/sqlite/ledger_state.h"

#include <algorithm>

#include "base/check.h"
#include "store/sqlite/ledger_read.h"

namespace allot::sqlite {

namespace {

/// The draft for reading or changing; nullptr when there is no such task.
LedgerDraft* find_or_load_draft(Context& context, const TaskId& task) {
  CHECK(context.drafts != nullptr);
  auto& drafts = context.drafts->ledgers;
  if (auto* draft = drafts.touch(task.text)) return draft->removed ? nullptr : draft;
  auto stored = read_ledger(context, task);
  if (!stored) return nullptr;
  LedgerDraft draft;
  draft.now = std::make_shared<Ledger>(stored->ledger);
  draft.stored = std::move(stored);
  draft.dataset =
      context.db.query("SELECT dataset_id FROM task WHERE id = ?").bind(task).one<DatasetId>();
  return &drafts.add(task.text, std::move(draft));
}

/// Empty sets leave no rows, so they are nothing here either.
Ledger without_empty_sets(Ledger ledger) {
  std::erase_if(ledger.queue, [](const ItemSet& set) { return set.empty(); });
  for (auto& share : ledger.shares) {
    std::erase_if(share.by_status, [](const auto& entry) { return entry.second.empty(); });
  }
  return ledger;
}

void add_difference(const ItemSet& a, const ItemSet& b, ItemSet& items) {
  if (a.chunks_changed_since(b).empty()) return;  // as nearly all sets of a change
  items |= a - b;
  items |= b - a;
}

/// Those that came, went, changed hands or changed their status.
ItemSet moved_items(const Ledger& before, const Ledger& after) {
  ItemSet moved;
  add_difference(before.members, after.members, moved);
  const Share nothing;
  const auto set_of = [](const Share& share, const std::string& word) {
    const auto found = share.by_status.find(word);
    return found == share.by_status.end() ? ItemSet{} : found->second;
  };
  for (std::size_t at = 0; at < after.shares.size(); ++at) {
    const auto& share = after.shares[at];
    // Mostly at the same place; looking for each would cost people times people.
    const bool is_in_place =
        at < before.shares.size() && before.shares[at].assignment == share.assignment;
    const auto* found = is_in_place ? &before.shares[at] : before.find(share.assignment);
    const auto& old = found ? *found : nothing;
    add_difference(old.open, share.open, moved);
    for (const auto& [word, items] : share.by_status) {
      add_difference(set_of(old, word), items, moved);
    }
  }
  return moved;
}

void note_work(Context& context, const LedgerDraft& draft, const ItemSet& items) {
  context.caches.changes.note(draft.dataset, RecentChanges::Kind::work, items);
}

bool has_shares_of(Context& context, const TaskId& task, const Ledger& ledger) {
  auto rows = context.db.query("SELECT id FROM assignment WHERE task_id = ?");
  rows.bind(task);
  std::size_t count = 0;
  while (rows.next()) {
    AssignmentId id;
    rows.read(id);
    if (!ledger.find(id)) return false;
    ++count;
  }
  return count == ledger.shares.size();
}

bool same_shares(const Ledger& a, const Ledger& b) {
  return std::ranges::equal(a.shares, b.shares, {}, &Share::assignment, &Share::assignment);
}

}  // namespace

Ledger& LedgerDraft::to_change() {
  if (now.use_count() > 1) now = std::make_shared<Ledger>(*now);
  changed = true;
  return *now;
}

Ledger ledger_of(Context& context, const TaskId& task) {
  if (!context.drafts) {
    const auto entry = read_ledger(context, task);
    return entry ? entry->ledger : Ledger{};
  }
  if (const auto* draft = context.drafts->ledgers.find(task.text)) {
    return draft->removed ? Ledger{} : *draft->now;
  }
  const auto* draft = find_or_load_draft(context, task);
  return draft ? *draft->now : Ledger{};
}

void put_ledger(Context& context, const TaskId& task, const Ledger& ledger) {
  auto* draft = find_or_load_draft(context, task);
  CHECK(draft != nullptr);
  auto now = std::make_shared<Ledger>(without_empty_sets(ledger));
  note_work(context, *draft, moved_items(*draft->now, *now));
  draft->now = std::move(now);
  draft->changed = true;
}

void forget_ledger(Context& context, const TaskId& task) {
  auto* draft = find_or_load_draft(context, task);
  if (draft == nullptr) return;
  note_work(context, *draft, draft->now->members);
  draft->removed = true;
}

void show_in_ledger(Context& context, const Assignment& assignment) {
  auto* draft = find_or_load_draft(context, assignment.task);
  CHECK(draft != nullptr);
  const auto* share = draft->now->find(assignment.id);
  if (share && share->annotator == assignment.annotator && share->kind == assignment.kind) return;
  auto& shares = draft->to_change().shares;
  auto place = std::ranges::find(shares, assignment.id, &Share::assignment);
  if (place == shares.end()) {
    place = shares.insert(place, Share{});
    place->assignment = assignment.id;
  }
  place->annotator = assignment.annotator;
  place->kind = assignment.kind;
}

void drop_from_ledger(Context& context, const TaskId& task, const AssignmentId& assignment) {
  auto* draft = find_or_load_draft(context, task);
  if (!draft) return;
  const auto* share = draft->now->find(assignment);
  if (!share) return;
  const auto items = share->items();
  note_work(context, *draft, items);
  auto& ledger = draft->to_change();
  ledger.members -= items;
  ledger.copies -= items;
  std::erase_if(ledger.shares, [&](const Share& it) { return it.assignment == assignment; });
}

void verify_ledgers(Context& context, Drafts<LedgerDraft>::Mark mark) {
  const auto& drafts = context.drafts->ledgers;
  drafts.for_each_since(mark, [&](const std::string& id) {
    const auto* draft = drafts.find(id);
    if (!draft || draft->removed || !draft->changed) return;
    // Found here it fails one job; at the commit it would fail all of them.
    if (!same_shares(*draft->now, draft->stored->ledger)) {
      CHECK(has_shares_of(context, TaskId{id}, *draft->now));
    }
#ifndef NDEBUG
    check_invariants(*draft->now);
#endif
  });
}

}  // namespace allot::sqlite
