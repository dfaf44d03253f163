#include "store/sqlite/ledger_read.h"

#include "store/sqlite/arrivals.h"
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

/// Those in the order of their assignments whose version is above `since`.
std::vector<Share> read_shares(Database& db, const TaskId& task, std::int64_t since) {
  auto rows = db.query(
      "SELECT id, annotator, kind FROM assignment WHERE task_id = ? AND version > ? ORDER BY number"
  );
  rows.bind(task, since);
  std::vector<Share> shares;
  while (rows.next()) {
    auto& share = shares.emplace_back();
    rows.read(share.assignment, share.annotator, share.kind);
    read_share_chunks(db, share);
  }
  return shares;
}

/// All of them, in order. What `known` has under the same version is taken from there.
Shares read_all_shares(Database& db, const TaskId& task, const LedgerEntry* known) {
  auto rows = db.query(
      "SELECT id, annotator, kind, version, number FROM assignment WHERE task_id = ?1"
      " UNION ALL SELECT " ALLOT_ARRIVED_ID ", " ALLOT_ARRIVED_PERSON
      ", 'normal', 0,"
      " " ALLOT_ARRIVED_NUMBER " FROM " ALLOT_ARRIVED " WHERE a.task_id = ?1 ORDER BY number"
  );
  rows.bind(task);
  ArrivedShares arrived(db, task);
  std::vector<Share> shares;
  while (rows.next()) {
    auto& share = shares.emplace_back();
    std::int64_t version = 0;
    rows.read(share.assignment, share.annotator, share.kind, version);
    const auto* same = known ? known->ledger->find(share.assignment) : nullptr;
    if (same != nullptr && version <= known->version) {
      share.open = same->open;
      share.by_status = same->by_status;
    } else if (!arrived.read(share)) {
      read_share_chunks(db, share);
    }
  }
  return Shares(std::move(shares));
}

void read_task_chunks(Database& db, const TaskId& task, LedgerEntry& entry, Ledger& ledger) {
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
      ledger.copies.set_chunk(chunk, bytes);
      continue;
    }
    if (entry.queue_positions.empty() || entry.queue_positions.back() != position) {
      entry.queue_positions.push_back(position);
      ledger.queue.emplace_back();
    }
    ledger.queue.back().set_chunk(chunk, bytes);
  }
}

/// Members are not stored: they are what the shares hold and what waits.
ItemSet members_of(const Ledger& ledger) {
  auto members = ledger.shares.items();
  for (const auto& waiting : ledger.queue) members |= waiting;
  return members;
}

/// What the database has under `entry`'s versions; shares with `known` what did not change.
Ledger read_anew(Database& db, const TaskId& task, const LedgerEntry* known, LedgerEntry& entry) {
  Ledger ledger;
  if (known && known->sets_version == entry.sets_version) {
    ledger.copies = known->ledger->copies;
    ledger.queue = known->ledger->queue;
    entry.queue_positions = known->queue_positions;
  } else {
    read_task_chunks(db, task, entry, ledger);
  }
  if (known && known->shape == entry.shape) {
    ledger.shares = known->ledger->shares;
    ledger.shares.put_all(read_shares(db, task, known->version));
  } else {
    ledger.shares = read_all_shares(db, task, known);
  }
  ledger.members = members_of(ledger);
  return ledger;
}

}  // namespace

std::shared_ptr<const LedgerEntry> read_ledger(Context& context, const TaskId& task) {
  auto row = context.db.query("SELECT version, shape, sets_version FROM task WHERE id = ?");
  row.bind(task);
  if (!row.next()) return nullptr;
  auto entry = std::make_shared<LedgerEntry>();
  row.read(entry->version, entry->shape, entry->sets_version);
  // A reader of an older snapshot must not start from a newer ledger.
  const auto known = context.caches.ledgers.find_at_most(task.text, entry->version);
  const bool is_hit = known && known->version == entry->version;
  context.caches.ledgers.note(is_hit);
  if (is_hit) return known;
  entry->ledger = std::make_shared<const Ledger>(read_anew(context.db, task, known.get(), *entry));
  context.caches.ledgers.offer(task.text, entry);
  return entry;
}

}  // namespace allot::sqlite
