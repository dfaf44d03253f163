#include "store/sqlite/ledger_read.h"

#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

void read_share_chunks(Database& db, Share& share) {
  auto chunks = db.query("SELECT status, chunk, bitmap FROM share_chunk WHERE assignment_id = ?");
  chunks.bind(share.assignment);
  while (chunks.next()) {
    std::string status;
    std::uint32_t chunk = 0;
    std::string_view bytes;
    chunks.read(status, chunk, bytes);
    (status.empty() ? share.open : share.by_status[status]).set_chunk(chunk, bytes);
  }
}

/// The shares in the order of their assignments; chunks are read only where the version is not that
/// of `known`.
void read_shares(Database& db, const TaskId& task, const LedgerEntry* known, LedgerEntry& entry) {
  auto rows = db.query(
      "SELECT id, annotator, kind, version FROM assignment WHERE task_id = ? ORDER BY number"
  );
  rows.bind(task);
  while (rows.next()) {
    Share share;
    std::int64_t version = 0;
    rows.read(share.assignment, share.annotator, share.kind, version);
    const Share* same = known ? known->ledger.find(share.assignment) : nullptr;
    if (same &&
        known->share_versions[static_cast<std::size_t>(same - known->ledger.shares.data())] ==
            version) {
      share.open = same->open;
      share.by_status = same->by_status;
    } else {
      read_share_chunks(db, share);
    }
    entry.ledger.shares.push_back(std::move(share));
    entry.share_versions.push_back(version);
  }
}

void read_task_chunks(Database& db, const TaskId& task, LedgerEntry& entry) {
  auto chunks = db.query(
      "SELECT kind, seq, chunk, bitmap FROM task_chunk WHERE task_id = ? ORDER BY kind, seq, chunk"
  );
  chunks.bind(task);
  while (chunks.next()) {
    std::string_view kind;
    std::int64_t position = 0;
    std::uint32_t chunk = 0;
    std::string_view bytes;
    chunks.read(kind, position, chunk, bytes);
    if (kind == "copies") {
      entry.ledger.copies.set_chunk(chunk, bytes);
      continue;
    }
    if (entry.queue_positions.empty() || entry.queue_positions.back() != position) {
      entry.queue_positions.push_back(position);
      entry.ledger.queue.emplace_back();
    }
    entry.ledger.queue.back().set_chunk(chunk, bytes);
  }
}

/// Members are not stored: they are what the shares hold and what waits.
ItemSet members_of(const Ledger& ledger) {
  ItemSet members;
  for (const auto& share : ledger.shares) {
    members |= share.open;
    for (const auto& [word, items] : share.by_status) members |= items;
  }
  for (const auto& waiting : ledger.queue) members |= waiting;
  return members;
}

}  // namespace

std::shared_ptr<const LedgerEntry> read_ledger(Context& context, const TaskId& task) {
  auto row = context.db.query("SELECT version, sets_version FROM task WHERE id = ?");
  row.bind(task);
  if (!row.next()) return nullptr;
  auto entry = std::make_shared<LedgerEntry>();
  row.read(entry->version, entry->sets_version);
  const auto known = context.caches.ledgers.find(task.text);
  const bool is_hit = known && known->version == entry->version;
  context.caches.ledgers.note(is_hit);
  if (is_hit) return known;
  if (known && known->sets_version == entry->sets_version) {
    entry->ledger.copies = known->ledger.copies;
    entry->ledger.queue = known->ledger.queue;
    entry->queue_positions = known->queue_positions;
  } else {
    read_task_chunks(context.db, task, *entry);
  }
  read_shares(context.db, task, known.get(), *entry);
  entry->ledger.members = members_of(entry->ledger);
  context.caches.ledgers.offer(task.text, entry);
  return entry;
}

}  // namespace allot::sqlite
