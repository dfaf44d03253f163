#pragma once

#include <optional>

#include "store/sqlite/context.h"

namespace allot::sqlite {

/// What is left of chosen annotations in the write that takes or changes them.
struct StillChosen {
  ItemSet numbers;
  ItemSet items;    // that they were on, less those that are kept or gone
  ItemSet changed;  // of these, those with annotations that came, went or changed since
};

/// For the writer: less what changed since, what is on `kept` items, and what went with its item.
/// nullopt: it was chosen so long ago that this cannot be told.
[[nodiscard]] std::optional<StillChosen> still_chosen(
    Context& context, const ChosenAnnotations& chosen, const ItemSet& kept
);

}  // namespace allot::sqlite
