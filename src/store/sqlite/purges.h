#pragma once

#include <cstdint>

#include "domain/item_set.h"
#include "store/nouns.h"
#include "store/sqlite/database.h"

namespace allot::sqlite {

/// For the writer: the rows of these items are to be taken away.
void note_purge(
    Database& db,
    std::int64_t dataset_number,
    const DatasetId& dataset,
    const ItemSet& items,
    const Deletion& deletion
);
/// For the writer: so are these annotations, by their numbers, which are hidden from now on.
void note_purge_of_annotations(
    Database& db,
    std::int64_t dataset_number,
    const DatasetId& dataset,
    const ItemSet& numbers,
    const Deletion& deletion
);
/// For the writer: likewise those that were hidden before anybody saw them; no event tells of them.
void note_purge_of_unseen_annotations(
    Database& db, std::int64_t dataset_number, const DatasetId& dataset, const ItemSet& numbers
);
/// For the writer: likewise items that nobody saw.
void note_purge_of_unseen_items(
    Database& db, std::int64_t dataset_number, const DatasetId& dataset, const ItemSet& items
);
/// For the writer: so are all that a dataset had, which is gone.
void note_purge_of_dataset(Database& db, std::int64_t dataset_number, const DatasetId& dataset);

/// For the writer, before it deletes rows of annotations: their numbers are not given again.
void note_greatest_number(Database& db);

/// Of items, or of the whole.
[[nodiscard]] bool has_purges(Database& db, const DatasetId& dataset);
/// The items of a dataset whose rows are to be taken away.
[[nodiscard]] ItemSet items_to_purge(Database& db, const DatasetId& dataset);

}  // namespace allot::sqlite
