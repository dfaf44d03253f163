#pragma once

#include <string>

#include "domain/item_set.h"
#include "store/nouns.h"
#include "store/sqlite/database.h"

namespace allot::sqlite {

// Items and annotations whose rows are there and that are in no answer yet: those of clones that
// are being written (store/clones.h).

/// Is a clone being written into this dataset?
[[nodiscard]] bool has_unshown_items(Database& db, const DatasetId& dataset);
[[nodiscard]] ItemSet unshown_items(Database& db, const DatasetId& dataset);
/// By their numbers.
[[nodiscard]] ItemSet unshown_annotations(Database& db, const DatasetId& dataset);

/// For the writer: somebody else takes the path of this one. Nothing when it is none of a clone.
void note_lost_path(
    Database& db,
    const DatasetId& dataset,
    Ordinal item,
    const std::string& path,
    bool is_folder_to_folder
);

}  // namespace allot::sqlite
