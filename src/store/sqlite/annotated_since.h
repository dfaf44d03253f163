#pragma once

#include "domain/item_set.h"
#include "store/sqlite/context.h"

namespace allot::sqlite {

// Whose annotations changed since an operation: what an undo leaves where it is.

/// For the writer: annotations of these items came, changed or went. Told to snapshots, too
/// (recent_changes.h).
void note_annotated(Context& context, const DatasetId& dataset, Ordinal item);
void note_annotated(Context& context, const DatasetId& dataset, const ItemSet& items);

/// The items of which one did from the operation with the first number on, until that with the
/// other one. Operations that cannot be undone begin nothing.
[[nodiscard]] ItemSet annotated_between(
    Context& context, const DatasetId& dataset, std::int64_t first, std::int64_t end
);

/// Writes what the draft has gathered.
void flush_annotated(Context& context, const DatasetId& dataset, DatasetDraft& draft);

}  // namespace allot::sqlite
