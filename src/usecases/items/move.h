#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "query/query.h"
#include "usecases/env.h"

namespace allot {

/// Files, and folders with what is below them, that are to come into a folder.
struct MoveItems {
  DatasetId dataset;
  std::optional<ItemId> folder;  // into this; nullopt: into the root
  /// By their ids, folders too, at most `moved_folders_max`; or the files that a query names.
  std::variant<std::vector<ItemId>, query::Query> which;
};

constexpr std::size_t moved_folders_max = 16;

/// Brings them there under the names that they have; ids, tasks, annotations and counts stay. What
/// is in the folder already stays, and what is below a folder that is named goes with it. They are
/// found, and their names compared, on a reader's snapshot; what changed since is looked at again
/// (B-254). Seen whole or not at all; the rows follow
/// (docs/adr/0054-what-moves-together-is-there-at-once.md). Repeatable. Errors: not_found (the
/// folder, or one of the ids), forbidden, invalid (no folder; a path is taken, or two items would
/// have it; a folder would come into itself; a path would be too long), unavailable (much changed
/// meanwhile, or is still being written).
[[nodiscard]] Result<Command> move_items(Env& env, const Caller& caller, const MoveItems& input);

}  // namespace allot
