#include "store/sqlite/moved_paths.h"

#include <algorithm>

#include "store/sqlite/dataset_state.h"

namespace allot::sqlite {

namespace {

void add_new(std::vector<std::string>& paths, std::string path) {
  if (std::ranges::find(paths, path) == paths.end()) paths.push_back(std::move(path));
}

/// Where a row is that may be of the item at a path.
struct RowOfPath {
  std::int64_t key = 0;
  Ordinal item = 0;
  std::int64_t folded = 0;
  std::string stored;
};

bool read_next(Query& rows, RowOfPath& row) {
  if (!rows.next()) return false;
  rows.read(row.key, row.item, row.folded, row.stored);
  return true;
}

}  // namespace

std::vector<Move> moves_of(Database& db, const DatasetId& dataset) {
  return list_of<Move>(
      db.query("SELECT number, path_from, path_to FROM bulk_change"
               " WHERE dataset_id = ? AND path_to IS NOT NULL ORDER BY number DESC")
          .bind(dataset),
      [](Move& move) { return std::tie(move.number, move.paths.from, move.paths.to); }
  );
}

bool has_moves(Database& db, const DatasetId& dataset) {
  return db.query("SELECT 1 FROM bulk_change WHERE dataset_id = ? AND path_to IS NOT NULL LIMIT 1")
      .bind(dataset)
      .maybe<int>()
      .has_value();
}

ItemSet members_of(Database& db, const Move& move) {
  ItemSet members;
  auto chunks = db.query("SELECT chunk, bitmap FROM bulk_change_chunk WHERE change = ?");
  chunks.bind(move.number);
  while (chunks.next()) {
    std::uint32_t chunk = 0;
    std::string_view bytes;
    chunks.read(chunk, bytes);
    members.set_chunk(chunk, bytes);
  }
  return members;
}

Origins origins_of(std::span<const Move> moves, const std::string& path) {
  Origins origins{.paths = {path}, .names = {}};
  for (const auto& move : moves) {
    const auto later = origins.paths;  // where it may have been right after this move
    for (const auto& now : later) {
      if (auto before = path_before(move.paths, now)) add_new(origins.paths, *std::move(before));
      const bool may_have_come = move.paths.from.empty() && is_in(now, move.paths.to);
      if (may_have_come) {
        origins.names.push_back({.move = move, .name = std::string(name_of_path(now))});
      }
    }
  }
  return origins;
}

CurrentPaths::OfChunk& CurrentPaths::chunk_of(Ordinal item) {
  const auto number = item >> ItemSet::chunk_bits;
  const auto known = chunks_.find(number);
  if (known != chunks_.end()) return known->second;
  auto pending = pending_changes(db_, dataset_, BulkOf::items, item, item);
  auto moved = pending.moved();
  return chunks_.emplace(number, OfChunk{std::move(pending), std::move(moved)}).first->second;
}

bool CurrentPaths::may_differ(Ordinal item) {
  return chunk_of(item).moved.contains(item);
}

std::string CurrentPaths::of(Ordinal item, std::int64_t folded, std::string_view stored) {
  return chunk_of(item).pending.path_of(item, folded, stored);
}

std::optional<std::int64_t> key_moved_to(
    Context& context, const DatasetId& dataset, const std::string& path
) {
  auto& db = context.db;
  const auto moves = moves_of(db, dataset);
  if (moves.empty()) return std::nullopt;
  const auto number = dataset_number(context, dataset);
  if (!number) return std::nullopt;
  CurrentPaths current(db, dataset);
  const auto is_there = [&](const RowOfPath& row) {
    return current.may_differ(row.item) && is_live(context, dataset, row.item) &&
           current.of(row.item, row.folded, row.stored) == path;
  };
  RowOfPath row;
  const auto origins = origins_of(moves, path);
  auto at_path =
      db.query("SELECT key, ordinal, folded, path FROM item WHERE path = ? AND dataset_id = ?");
  for (const auto& stored : origins.paths) {
    at_path.bind(stored, dataset);
    const bool is_found = read_next(at_path, row) && is_there(row);
    at_path.reset();
    if (is_found) return row.key;
  }
  auto of_name = db.query(
      "SELECT key, ordinal, folded, path FROM item"
      " WHERE name = ? AND type = 'file' AND key BETWEEN ? AND ? ORDER BY key"
  );
  for (const auto& origin : origins.names) {
    of_name.bind(origin.name, first_key(*number), last_key(*number));
    while (read_next(of_name, row)) {
      if (is_there(row)) return row.key;
    }
    of_name.reset();
  }
  return std::nullopt;
}

}  // namespace allot::sqlite
