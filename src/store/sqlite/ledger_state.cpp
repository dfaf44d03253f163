#include "store/sqlite/ledger_state.h"

#include <algorithm>
#include <map>
#include <string>
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

/// Visits the shares that are not those of `before`; without any there all of them, for less.
void for_each_change(
    const Ledger& before,
    const Ledger& now,
    FunctionRef<void(const Share* was, const Share* is)> visit
) {
  if (!before.shares.empty()) return now.shares.for_each_change_since(before.shares, visit);
  for (const auto& share : now.shares) visit(nullptr, &share);
}

/// Empty sets leave no rows, so they are nothing here either.
Ledger without_empty_sets(Ledger ledger, const Ledger& before, std::span<const Assignment> fresh) {
  std::erase_if(ledger.queue, [](const ItemSet& set) { return set.empty(); });
  const auto is_empty = [](const auto& entry) { return entry.second.empty(); };
  std::vector<AssignmentId> untidy;
  std::size_t came = 0;
  for_each_change(before, ledger, [&](const Share* was, const Share* now) {
    // Every assignment has its share and every share its assignment: the nouns keep the draft so.
    CHECK(now != nullptr);
    if (was == nullptr) ++came;
    if (std::ranges::any_of(now->by_status, is_empty)) untidy.push_back(now->assignment);
  });
  CHECK(came == fresh.size());
  for (const auto& each : fresh) {
    const auto* share = ledger.find(each.id);
    CHECK(share != nullptr && share->annotator == each.annotator && share->kind == each.kind);
  }
  for (const auto& assignment : untidy) {
    ledger.shares.change(assignment, [&](Share& it) { std::erase_if(it.by_status, is_empty); });
  }
  return ledger;
}

/// Those that came, went, changed hands or changed their status.
ItemSet moved_items(const Ledger& before, const Ledger& after) {
  if (before.members.empty()) return after.members;
  std::vector<ItemSet> differences;
  const auto compare = [&](const ItemSet& was, const ItemSet& is) {
    auto differing = was ^ is;
    if (!differing.empty()) differences.push_back(std::move(differing));
  };
  compare(before.members, after.members);
  const Share no_share;
  const ItemSet none;
  const auto set_of = [&](const Share& share, const std::string& word) -> const ItemSet& {
    const auto found = share.by_status.find(word);
    return found == share.by_status.end() ? none : found->second;
  };
  after.shares.for_each_change_since(before.shares, [&](const Share* was, const Share* now) {
    if (now == nullptr) return;  // what it held has come to somebody, or has left the task
    const auto& old = was == nullptr ? no_share : *was;
    compare(old.open, now->open);
    for (const auto& [word, items] : now->by_status) compare(set_of(old, word), items);
  });
  std::vector<const ItemSet*> parts;
  for (const auto& items : differences) parts.push_back(&items);
  return ItemSet::all_of(parts);
}

/// Those that came, or whose status is another, whoever holds them and held them: some in shares
/// that `before` has no more.
ItemSet worked_on_items(
    const Ledger& before, const std::vector<Share>& dropped, const Ledger& after
) {
  if (before.members.empty() && dropped.empty()) return after.members;
  std::map<std::string, ItemSet> differences;  // by status; what changes hands with it is in none
  for (const auto& share : dropped) {
    for (const auto& [word, items] : share.by_status) differences[word] ^= items;
  }
  after.shares.for_each_change_since(before.shares, [&](const Share* was, const Share* now) {
    if (was != nullptr) {
      for (const auto& [word, items] : was->by_status) differences[word] ^= items;
    }
    if (now != nullptr) {
      for (const auto& [word, items] : now->by_status) differences[word] ^= items;
    }
  });
  auto found = after.members - before.members;
  for (const auto& share : dropped) found -= share.items();
  for (const auto& [word, items] : differences) found |= items & after.members;
  return found;
}

void note(Context& context, const DatasetId& dataset, RecentChanges::Kind kind, const ItemSet& of) {
  auto& changes = context.caches.changes;
  if (of.size() == 1) {
    changes.note(dataset, kind, of.select(0));
  } else {
    changes.note(dataset, kind, of);
  }
}

void note_work(Context& context, const LedgerDraft& draft, const Ledger& now) {
  using enum RecentChanges::Kind;
  note(context, draft.dataset, work, moved_items(*draft.now, now));
  note(context, draft.dataset, worked_on, worked_on_items(*draft.now, draft.dropped, now));
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
    require_dataset(context, draft->dataset);
    return draft->removed ? empty_ledger() : draft->now;
  }
  const auto* draft = find_or_load_draft(context, task);
  if (draft) require_dataset(context, draft->dataset);
  return draft ? draft->now : empty_ledger();
}

void put_ledger(
    Context& context, const TaskId& task, Ledger ledger, std::span<const Assignment> fresh
) {
  auto* draft = find_or_load_draft(context, task);
  CHECK(draft != nullptr);
  require_dataset(context, draft->dataset);
  auto now =
      std::make_shared<const Ledger>(without_empty_sets(std::move(ledger), *draft->now, fresh));
  note_work(context, *draft, *now);
  draft->now = std::move(now);
  draft->dropped.clear();
  draft->changed = true;
}

void forget_ledger(Context& context, const TaskId& task) {
  auto* draft = find_or_load_draft(context, task);
  if (draft == nullptr) return;
  require_dataset(context, draft->dataset);
  note(context, draft->dataset, RecentChanges::Kind::work, draft->now->members);
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
  note(context, draft->dataset, RecentChanges::Kind::work, items);
  draft->dropped.push_back(*share);
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
