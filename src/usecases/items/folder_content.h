#pragma once

#include <string_view>

#include "usecases/items/matching.h"

namespace allot {

/// What is below a folder, as a snapshot shows it.
struct FolderContent {
  DatasetId dataset;
  std::string folder;  // its path
  ItemSet items;
  ItemSet hidden;         // of these, those that a part below the folder hides
  std::size_t bytes = 0;  // of the longest path, from the folder on
  std::size_t parts = 0;  // of the deepest one
  std::string to;         // where it may go: nothing is there or below it; "" where that is not so
  ItemSet live;           // all items of the dataset
  Moment moment = 0;
};

/// Costs what is below: for readers.
[[nodiscard]] FolderContent content_of(
    const Transaction& tx, const DatasetId& dataset, const std::string& folder
);
/// The same of a folder that is to go to this path. Costs what is, or was a moment ago, below both.
[[nodiscard]] FolderContent content_of(
    const Transaction& tx,
    const DatasetId& dataset,
    const std::string& folder,
    const std::string& to
);

/// The same at this moment, in the transaction that moves it: what came or changed since `before`
/// is looked at anew. Cheap: for the writer. Errors: unavailable (more changed than `look` allows;
/// nothing was looked at).
[[nodiscard]] Result<FolderContent> content_now(
    const Transaction& tx, FolderContent before, LookAgain look
);

/// Makes a folder, whose content at this moment is given, another one: it and all below it are
/// there at once, and folders above are made. `field` is named in errors. Errors: invalid (the path
/// is taken, goes through a file or through the folder itself, or a path gets too long),
/// unavailable (too many changes are still being written).
[[nodiscard]] Result<Done> move_folder(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Dataset& dataset,
    Item folder,
    const FolderContent& content,
    const std::string& to,
    std::string_view field
);

}  // namespace allot
