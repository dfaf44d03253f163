#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/function_ref.h"
#include "domain/item_set.h"
#include "query/sql_text.h"
#include "store/nouns.h"
#include "store/sqlite/context.h"

namespace allot::sqlite {

// Questions about many annotations of a dataset, as Annotations asks them.

/// Which annotations of a dataset, and in which order. For the call alone.
struct AskedAnnotations {
  const DatasetId& dataset;
  const query::SqlText& condition;
  const query::SqlText& order;
  const std::optional<ItemSet>& among;
};

struct NumbersOfPage {
  std::vector<Ordinal> numbers;
  std::uint64_t total = 0;  // of all pages
};

/// A page of all that are there is a part of their set, in the order in which they came and in the
/// opposite one. Otherwise all that are asked for are found once, and their order is kept a while
/// (KeptOrders), whichever page is asked.
[[nodiscard]] NumbersOfPage numbers_of_page(
    Context& context, const AskedAnnotations& asked, std::uint64_t offset, std::uint64_t size
);

[[nodiscard]] Annotations::Page page_of_annotations(
    Context& context, const AskedAnnotations& asked, std::uint64_t offset, std::uint64_t size
);

/// Those of these numbers that have rows, in their order, a few in memory at a time.
void visit_numbered(
    Context& context,
    const DatasetId& dataset,
    std::span<const Ordinal> numbers,
    FunctionRef<void(const Annotation&)> visit
);

/// The numbers of all that are asked for, by item.
[[nodiscard]] std::map<Ordinal, ItemSet> numbers_by_item(
    Context& context, const AskedAnnotations& asked
);

/// Those of these numbers, in the order in which they came, a few in memory at a time.
void visit_annotations(
    Context& context,
    const DatasetId& dataset,
    const ItemSet& numbers,
    FunctionRef<void(const Annotation&)> visit
);

[[nodiscard]] ChosenAnnotations chosen_annotations(
    Context& context, const AskedAnnotations& asked, std::optional<std::uint64_t> limit
);

}  // namespace allot::sqlite
