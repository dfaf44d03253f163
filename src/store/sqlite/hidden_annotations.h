#pragma once

#include "domain/item_set.h"
#include "store/nouns.h"
#include "store/sqlite/database.h"

namespace allot::sqlite {

/// The numbers of the annotations of a dataset whose rows are there and are in no answer, whether
/// their items are there or not: those that were deleted as such and are yet to be purged, and
/// those of lists and of clones that are yet to be shown. Mostly none, so a filter is spared the
/// look at each.
[[nodiscard]] ItemSet hidden_annotations(Database& db, const DatasetId& dataset);
/// The same without those of clones, whose tables a schema that is brought up to date may lack.
[[nodiscard]] ItemSet deleted_or_listed_annotations(Database& db, const DatasetId& dataset);

}  // namespace allot::sqlite
