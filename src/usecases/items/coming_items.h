#pragma once

#include <string>
#include <vector>

#include "usecases/items/coming_names.h"
#include "usecases/items/folder_content.h"
#include "usecases/items/matching.h"
#include "usecases/items/move.h"

namespace allot {

/// A folder that comes into another one.
struct ComingFolder {
  Ordinal item = 0;
  FolderContent content;
};

/// What is to come into a folder, as a snapshot shows it.
struct ComingItems {
  std::string to;                          // path of the folder, "" of the root
  Matched matched;                         // whoever is named, whether they come or are there
  std::vector<std::string> named_folders;  // paths, none below another: what is below goes along
  std::vector<ComingFolder> folders;
  ItemSet files;
  ItemSet hidden;         // of these, those that their own names hide
  ComingNames names;      // of the files
  std::size_t bytes = 0;  // of the longest of these
  Past past;
};

/// The dataset, with room for so many moves; and the path of the folder, "" of the root. Errors: as
/// `move_items`.
[[nodiscard]] Result<Dataset> require_movable(
    const Transaction& tx, const Caller& caller, const DatasetId& dataset, std::uint64_t moves
);
[[nodiscard]] Result<std::string> folder_path(
    const Transaction& tx, const Caller& caller, const MoveItems& input
);

/// Reads all who are named, and the folder: for readers. No two of the files have one name, and
/// none in the folder has one of theirs. Errors: as `move_items`.
[[nodiscard]] Result<ComingItems> find_coming_items(
    const Transaction& tx, const Caller& caller, const MoveItems& input
);

/// Does it go along with a folder that is named?
[[nodiscard]] bool goes_along(const ComingItems& coming, std::string_view path);

/// Does one of the `files` among those who come have this name?
[[nodiscard]] bool has_coming_name(
    const Transaction& tx, const ComingItems& coming, const ItemSet& files, std::string_view name
);

/// The error of two who would be at one path.
[[nodiscard]] Unexpected would_meet(const std::string& folder, std::string_view name);

}  // namespace allot
