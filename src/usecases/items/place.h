#pragma once

#include <string>
#include <string_view>

#include "usecases/access.h"

namespace allot {

// A path has one meaning (B-256): what is a file has nothing below it, and what has something below
// it is no file. `path` is as `parse_item_path` gives it, and `field` is named in errors.

/// May something be put below the folders of this path? Errors: invalid (one of them is a file,
/// which is named).
[[nodiscard]] Result<Done> require_no_file_above(
    const Transaction& tx,
    const DatasetId& dataset,
    const std::string& path,
    std::string_view field = "path"
);

/// May a file be at this path, or come there? Errors: invalid (it is a folder, or paths go through
/// it; or a file is above it), unavailable (so much went from there a moment ago that it cannot be
/// told yet).
[[nodiscard]] Result<Done> require_place_for_file(
    const Transaction& tx,
    const DatasetId& dataset,
    const std::string& path,
    std::string_view field = "path"
);

/// Is there nothing at this path, and nothing below it? Errors: invalid (there is; names the path),
/// unavailable, as above.
[[nodiscard]] Result<Done> require_free(
    const Transaction& tx,
    const DatasetId& dataset,
    const std::string& path,
    std::string_view field = "path"
);

/// The error of a path that something is at.
[[nodiscard]] Unexpected path_taken(const std::string& path, std::string_view field = "path");

/// The root has no item: where a client names a folder, or is told of one, its dataset's id is the
/// root's.
[[nodiscard]] ItemId root_of(const DatasetId& dataset);

/// A new file or folder with an id of its own, without its content; not stored yet.
[[nodiscard]] Item make_item(
    Env& env, const Caller& caller, const DatasetId& dataset, const std::string& path, ItemType type
);

/// Makes the folders above a path that are missing, outermost first. Repeatable. Errors: those of
/// `require_no_file_above`.
[[nodiscard]] Result<Done> make_folders_above(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    const std::string& path,
    std::string_view field = "path"
);

}  // namespace allot
