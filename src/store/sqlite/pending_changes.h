#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/item_path.h"
#include "domain/item_set.h"
#include "store/nouns.h"
#include "store/sqlite/database.h"

namespace allot::sqlite {

/// Whose metadata, or paths, are changed: items are named by their ordinals, annotations by their
/// numbers.
enum class BulkOf { items, annotations };

/// The bulk changes of a dataset that are in force and not in all of their rows yet, oldest first.
/// A row tells by its column `folded` which of them it holds: those up to that number.
class PendingChanges {
 public:
  struct Change {
    std::int64_t number = 0;
    std::string difference;
    UserId actor;
    Time at;
    ItemSet members;  // whose rows were not looked at yet
    std::optional<PathChange> paths;
  };

  /// Of the members that were asked for none lacks anything.
  [[nodiscard]] bool empty() const { return changes_.empty(); }

  /// The number of the last of the dataset; 0 without any.
  [[nodiscard]] std::int64_t newest() const { return newest_; }

  /// The last that the row of this member does not hold; nullptr when it holds all.
  [[nodiscard]] const Change* last_of(Ordinal member, std::int64_t folded) const;

  /// The metadata of this member, which its row has without what it does not hold.
  [[nodiscard]] std::string metadata_of(
      Ordinal member, std::int64_t folded, std::string_view stored
  ) const;

  /// Do some of them move items?
  [[nodiscard]] bool move() const { return move_; }

  /// The others.
  [[nodiscard]] PendingChanges without_moves() const;

  /// Those that they move.
  [[nodiscard]] ItemSet moved() const;

  /// Do they move this item, whose row does not hold it?
  [[nodiscard]] bool move(Ordinal item, std::int64_t folded) const;

  /// The path of this item, where its row has `stored`.
  [[nodiscard]] std::string path_of(Ordinal item, std::int64_t folded, std::string_view stored)
      const;

  /// The same of an item or an annotation that was read from its row; false when the row holds all.
  template <class Row>
  bool fold(Ordinal member, std::int64_t folded, Row& row) const {
    const auto* last = last_of(member, folded);
    if (last == nullptr) return false;
    row.metadata = metadata_of(member, folded, row.metadata);
    row.updated_by = last->actor;
    row.updated_at = last->at;
    if constexpr (requires { row.path; }) {
      if (move(member, folded)) {
        row.path = path_of(member, folded, row.path);
        row.hidden = is_hidden_path(row.path);
      }
    }
    return true;
  }

 private:
  friend PendingChanges pending_changes_in(
      Database&, const DatasetId&, BulkOf, std::uint32_t, std::uint32_t
  );

  std::vector<Change> changes_;  // those of the members that were asked for
  std::int64_t newest_ = 0;
  bool move_ = false;
};

[[nodiscard]] PendingChanges pending_changes(Database& db, const DatasetId& dataset, BulkOf of);
/// Of their members only those from the chunk of `first` to that of `last`: for few rows.
[[nodiscard]] PendingChanges pending_changes(
    Database& db, const DatasetId& dataset, BulkOf of, Ordinal first, Ordinal last
);

/// The type under which the SQL functions of these changes take a pointer to PendingChanges.
inline constexpr const char* pending_changes_pointer = "allot::PendingChanges";

/// What stands for `item i` in a statement: where there are pending changes, the rows as they are
/// with them, whatever an index says. It comes before all parameters, and `bind_source` before all
/// else that is bound.
[[nodiscard]] std::string item_source(const PendingChanges& pending);
/// The same for `annotation a`, with coordinates wherever they stand.
[[nodiscard]] std::string annotation_source(const PendingChanges& pending);
void bind_source(Query& query, const PendingChanges& pending);

}  // namespace allot::sqlite
