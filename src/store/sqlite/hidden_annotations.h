#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

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

/// The same for one connection. A reader keeps them for its transaction: the same are asked for
/// with each row, or each item.
class HiddenAnnotations {
 public:
  explicit HiddenAnnotations(Database& db) : db_(db) {}

  /// Until the next call.
  [[nodiscard]] const ItemSet& of(std::string_view dataset);

 private:
  /// Not while an earlier schema is brought up to date.
  bool knows_clones();

  Database& db_;
  bool knows_clones_ = false;
  DatasetId dataset_;
  ItemSet numbers_;
  std::uint64_t transaction_ = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace allot::sqlite
