#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/item_path.h"
#include "domain/item_set.h"
#include "store/sqlite/context.h"
#include "store/sqlite/pending_changes.h"

namespace allot::sqlite {

// Moves of many items are in force before their rows say so (pending_changes.h,
// docs/adr/0054-what-moves-together-is-there-at-once.md). Rows are found by the paths that they
// hold, so it is told here which these may be.

/// A move that is not in all rows yet.
struct Move {
  std::int64_t number = 0;  // of the bulk change
  PathChange paths;
};

/// The newest first. Mostly there are none.
[[nodiscard]] std::vector<Move> moves_of(Database& db, const DatasetId& dataset);
[[nodiscard]] bool has_moves(Database& db, const DatasetId& dataset);

/// Whom it moves, and whose rows were not looked at yet.
[[nodiscard]] ItemSet members_of(Database& db, const Move& move);

/// What the row of the item at a path may say.
struct Origins {
  std::vector<std::string> paths;  // the path itself is the first

  struct OfName {
    Move move;
    std::string name;
  };

  std::vector<OfName> names;  // a file of that name which the move took into its folder
};

[[nodiscard]] Origins origins_of(std::span<const Move> moves, const std::string& path);

/// Paths as items have them, whatever their rows say. Reads what is pending once for each chunk.
class CurrentPaths {
 public:
  CurrentPaths(Database& db, const DatasetId& dataset) : db_(db), dataset_(dataset) {}

  /// May the row say another path than the item has?
  [[nodiscard]] bool may_differ(Ordinal item);
  [[nodiscard]] std::string of(Ordinal item, std::int64_t folded, std::string_view stored);

 private:
  struct OfChunk {
    PendingChanges pending;
    ItemSet moved;
  };

  OfChunk& chunk_of(Ordinal item);

  Database& db_;
  DatasetId dataset_;
  std::unordered_map<std::uint32_t, OfChunk> chunks_;
};

/// The key of the item that a move has brought to this path, while its row says another one.
[[nodiscard]] std::optional<std::int64_t> key_moved_to(
    Context& context, const DatasetId& dataset, const std::string& path
);

}  // namespace allot::sqlite
