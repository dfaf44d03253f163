#pragma once

#include "domain/entities.h"
#include "store/sqlite/context.h"

namespace allot::sqlite {

/// For the writer: adds the row of an item that is in no answer, under the dataset's next ordinal,
/// which it gives. No item that is there may be at its path.
[[nodiscard]] Ordinal add_unshown_item_row(Context& context, Item item);

}  // namespace allot::sqlite
