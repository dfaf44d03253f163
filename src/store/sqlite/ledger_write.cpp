#include <algorithm>

#include "base/check.h"
#include "base/function_ref.h"
#include "store/sqlite/arrivals.h"
#include "store/sqlite/chunks.h"
#include "store/sqlite/ledger_state.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

/// True when a chunk changed.
bool write_set(
    Database& db,
    const AssignmentId& assignment,
    const std::string& status,
    const ItemSet& before,
    const ItemSet& now
) {
  return write_changed_chunks(
      db,
      "INSERT INTO share_chunk (assignment_id, status, chunk, bitmap) VALUES (?, ?, ?, ?) "
      "ON CONFLICT DO UPDATE SET bitmap = excluded.bitmap",
      "DELETE FROM share_chunk WHERE assignment_id = ? AND status = ? AND chunk = ?",
      before,
      now,
      assignment,
      status
  );
}

bool write_share(Database& db, const Share& before, const Share& now) {
  bool changed = write_set(db, now.assignment, "", before.open, now.open);
  for (const auto& [word, items] : before.by_status) {
    if (!now.by_status.contains(word)) {
      changed |= write_set(db, now.assignment, word, items, {});
    }
  }
  for (const auto& [word, items] : now.by_status) {
    const auto old = before.by_status.find(word);
    changed |= write_set(
        db, now.assignment, word, old == before.by_status.end() ? ItemSet{} : old->second, items
    );
  }
  return changed;
}

/// Visits the shares that are not those of `before`; without any there all of them, for less.
void for_each_change(
    const Shares& before,
    const Shares& now,
    FunctionRef<void(const Share* was, const Share* is)> visit
) {
  if (!before.empty()) return now.for_each_change_since(before, visit);
  for (const auto& share : now) visit(nullptr, &share);
}

/// Writes the shares that are not those of `stored`; true when one came, went, or is another
/// person's.
bool write_shares(
    Database& db,
    const std::string& task,
    const LedgerEntry& stored,
    const Ledger& now,
    std::int64_t version
) {
  bool reshaped = false;
  const Share nothing;
  ArrivingShares arriving(db, task);
  for_each_change(stored.ledger->shares, now.shares, [&](const Share* was, const Share* is) {
    if (is == nullptr) {
      db.query("DELETE FROM share_chunk WHERE assignment_id = ?").run(was->assignment);
      reshaped = true;
      return;
    }
    const bool is_as_before = was && was->annotator == is->annotator && was->kind == is->kind;
    reshaped |= !is_as_before;
    if (arriving.take(*is)) return;
    const bool changed = write_share(db, was ? *was : nothing, *is);
    // Who does not know a new one reads it whole.
    if (!was || (is_as_before && !changed)) return;
    db.query("UPDATE assignment SET version = ? WHERE id = ?").run(version, is->assignment);
  });
  arriving.write();
  return reshaped;
}

bool write_task_set(
    Database& db,
    const std::string& task,
    std::string_view kind,
    std::int64_t position,
    const ItemSet& before,
    const ItemSet& now
) {
  return write_changed_chunks(
      db,
      "INSERT INTO task_chunk (task_id, kind, seq, chunk, bitmap) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT DO UPDATE SET bitmap = excluded.bitmap",
      "DELETE FROM task_chunk WHERE task_id = ? AND kind = ? AND seq = ? AND chunk = ?",
      before,
      now,
      task,
      kind,
      position
  );
}

bool is_same(const ItemSet& a, const ItemSet& b) {
  return a.chunks_changed_since(b).empty();
}

/// Where the queue's new sets are stored: set i takes over the rows of the old set `from[i]`, or
/// has none yet (−1).
struct QueueFit {
  std::vector<std::ptrdiff_t> from;
  std::vector<std::int64_t> positions;  // ascending
};

/// Any fit is right; this one writes little when the queue grew or shrank at one end. With the same
/// set at the back the change was in front, else behind.
QueueFit fit_queue(const LedgerEntry& stored, const std::vector<ItemSet>& now) {
  const auto& old = stored.ledger->queue;
  const bool same_back = !old.empty() && !now.empty() && is_same(now.back(), old.back());
  const auto shift = same_back ? std::ssize(old) - std::ssize(now) : 0;
  const auto first = old.empty() ? 0 : stored.queue_positions.front();
  const auto last = old.empty() ? -1 : stored.queue_positions.back();
  QueueFit fit;
  for (std::ptrdiff_t i = 0; i < std::ssize(now); ++i) {
    const auto match = i + shift;
    const bool found = match >= 0 && match < std::ssize(old);
    fit.from.push_back(found ? match : -1);
    fit.positions.push_back(
        found       ? stored.queue_positions[static_cast<std::size_t>(match)]
        : match < 0 ? first + match
                    : last + 1 + (match - std::ssize(old))
    );
  }
  return fit;
}

bool write_queue(
    Database& db, const std::string& task, const LedgerEntry& stored, LedgerEntry& entry
) {
  const auto& old = stored.ledger->queue;
  const auto& now = entry.ledger->queue;
  if (std::ranges::equal(old, now, is_same)) {
    entry.queue_positions = stored.queue_positions;
    return false;
  }
  auto fit = fit_queue(stored, now);
  std::vector<bool> is_kept(old.size());
  for (const auto from : fit.from) {
    if (from >= 0) is_kept[static_cast<std::size_t>(from)] = true;
  }
  bool changed = false;
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (is_kept[i]) continue;
    changed |= write_task_set(db, task, "queue", stored.queue_positions[i], old[i], {});
  }
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto from = fit.from[i];
    const auto& before = from < 0 ? ItemSet{} : old[static_cast<std::size_t>(from)];
    changed |= write_task_set(db, task, "queue", fit.positions[i], before, now[i]);
  }
  entry.queue_positions = std::move(fit.positions);
  return changed;
}

std::shared_ptr<const LedgerEntry> write_ledger(
    Database& db, const std::string& task, const LedgerDraft& draft, std::int64_t work_version
) {
  const auto& stored = *draft.stored;
  auto entry = std::make_shared<LedgerEntry>();
  entry->ledger = draft.now;
  entry->version = stored.version + 1;
  const bool reshaped = write_shares(db, task, stored, *entry->ledger, entry->version);
  entry->shape = reshaped ? entry->version : stored.shape;
  bool sets_changed = write_queue(db, task, stored, *entry);
  sets_changed |=
      write_task_set(db, task, "copies", 0, stored.ledger->copies, entry->ledger->copies);
  entry->sets_version = stored.sets_version + (sets_changed ? 1 : 0);
  db.query("UPDATE task SET version = ?, shape = ?, sets_version = ?, work_version = ? WHERE id = ?"
  )
      .run(entry->version, entry->shape, entry->sets_version, work_version, task);
  return entry;
}

}  // namespace

std::vector<PublishedLedger> flush_ledgers(
    Context& context, const std::map<DatasetId, std::int64_t>& work_versions
) {
  std::vector<PublishedLedger> published;
  context.drafts->ledgers.for_each([&](const std::string& id, LedgerDraft& draft) {
    if (draft.removed) {
      published.push_back({draft.dataset, id, nullptr});
    } else if (draft.changed) {
      // Without one the dataset went in this very group, and nobody asks for it again.
      const auto raised = work_versions.find(draft.dataset);
      const auto version = raised == work_versions.end() ? 0 : raised->second;
      published.push_back({draft.dataset, id, write_ledger(context.db, id, draft, version)});
    }
  });
  return published;
}

}  // namespace allot::sqlite
