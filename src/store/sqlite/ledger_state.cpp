#include "store/sqlite/ledger_state.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/function_ref.h"
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
  draft.now = stored->ledger;
  draft.stored = std::move(stored);
  draft.dataset =
      context.db.query("SELECT dataset_id FROM task WHERE id = ?").bind(task).one<DatasetId>();
  return &drafts.add(task.text, std::move(draft));
}

/// Empty sets leave no rows, so they are nothing here either.
Ledger without_empty_sets(Ledger ledger, const Ledger& before) {
  std::erase_if(ledger.queue, [](const ItemSet& set) { return set.empty(); });
  const auto is_empty = [](const auto& entry) { return entry.second.empty(); };
  std::vector<AssignmentId> untidy;
  ledger.shares.for_each_change_since(before.shares, [&](const Share*, const Share* now) {
    if (now != nullptr && std::ranges::any_of(now->by_status, is_empty)) {
      untidy.push_back(now->assignment);
    }
  });
  for (const auto& assignment : untidy) {
    ledger.shares.change(assignment, [&](Share& it) { std::erase_if(it.by_status, is_empty); });
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
  after.shares.for_each_change_since(before.shares, [&](const Share* was, const Share* now) {
    if (now == nullptr) return;  // what it held has come to somebody, or has left the task
    const auto& old = was == nullptr ? nothing : *was;
    add_difference(old.open, now->open, moved);
    for (const auto& [word, items] : now->by_status) {
      add_difference(set_of(old, word), items, moved);
    }
  });
  return moved;
}

void note_work(Context& context, const LedgerDraft& draft, const ItemSet& items) {
  context.caches.changes.note(draft.dataset, RecentChanges::Kind::work, items);
}

/// Every assignment has its share and every share its assignment: the nouns keep the draft so.
void check_shape(const Ledger& draft, const Ledger& now) {
  now.shares.for_each_change_since(draft.shares, [](const Share* was, const Share* is) {
    CHECK(was != nullptr && is != nullptr);
  });
}

/// The draft's ledger becomes what `change` makes of a copy.
void change_draft(LedgerDraft& draft, FunctionRef<void(Ledger&)> change) {
  auto ledger = *draft.now;
  change(ledger);
  draft.now = std::make_shared<const Ledger>(std::move(ledger));
  draft.changed = true;
}

}  // namespace

SharedLedger ledger_of(Context& context, const TaskId& task) {
  if (!context.drafts) {
    const auto entry = read_ledger(context, task);
    return entry ? entry->ledger : empty_ledger();
  }
  if (const auto* draft = context.drafts->ledgers.find(task.text)) {
    return draft->removed ? empty_ledger() : draft->now;
  }
  const auto* draft = find_or_load_draft(context, task);
  return draft ? draft->now : empty_ledger();
}

void put_ledger(Context& context, const TaskId& task, Ledger ledger) {
  auto* draft = find_or_load_draft(context, task);
  CHECK(draft != nullptr);
  require_dataset(context, draft->dataset);
  auto now = std::make_shared<const Ledger>(without_empty_sets(std::move(ledger), *draft->now));
  check_shape(*draft->now, *now);
  note_work(context, *draft, moved_items(*draft->now, *now));
  draft->now = std::move(now);
  draft->changed = true;
}

void forget_ledger(Context& context, const TaskId& task) {
  auto* draft = find_or_load_draft(context, task);
  if (draft == nullptr) return;
  require_dataset(context, draft->dataset);
  note_work(context, *draft, draft->now->members);
  draft->removed = true;
}

void show_in_ledger(Context& context, const TaskId& task, std::span<const Assignment> assignments) {
  auto* draft = find_or_load_draft(context, task);
  CHECK(draft != nullptr);
  std::vector<Share> shown;
  for (const auto& assignment : assignments) {
    CHECK(assignment.task == task);
    const auto* share = draft->now->find(assignment.id);
    if (share && share->annotator == assignment.annotator && share->kind == assignment.kind) {
      continue;
    }
    auto& fresh = shown.emplace_back(share ? *share : Share{});
    fresh.assignment = assignment.id;
    fresh.annotator = assignment.annotator;
    fresh.kind = assignment.kind;
  }
  if (shown.empty()) return;
  change_draft(*draft, [&](Ledger& ledger) { ledger.shares.put_all(std::move(shown)); });
}

void drop_from_ledger(Context& context, const TaskId& task, const AssignmentId& assignment) {
  auto* draft = find_or_load_draft(context, task);
  if (!draft) return;
  require_dataset(context, draft->dataset);
  const auto* share = draft->now->find(assignment);
  if (!share) return;
  const auto items = share->items();
  note_work(context, *draft, items);
  change_draft(*draft, [&](Ledger& ledger) {
    ledger.members -= items;
    ledger.copies -= items;
    ledger.shares.erase(assignment);
  });
}

void verify_ledgers(Context& context, Drafts<LedgerDraft>::Mark mark) {
#ifndef NDEBUG
  const auto& drafts = context.drafts->ledgers;
  drafts.for_each_since(mark, [&](const std::string& id) {
    const auto* draft = drafts.find(id);
    if (draft && !draft->removed && draft->changed) check_invariants(*draft->now);
  });
#else
  static_cast<void>(context);
  static_cast<void>(mark);
#endif
}

}  // namespace allot::sqlite
