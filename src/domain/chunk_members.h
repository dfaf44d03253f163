#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/item_set.h"

namespace allot {

/// Which of many sets have an item, for the items of one chunk: by its place, not by a look into
/// each set. Immutable; takes four bytes for each member of each set.
class ChunkMembers {
 public:
  /// A set, or a part of it, and its number. Parts of one number are disjoint.
  struct Part {
    std::uint16_t number = 0;
    const ItemSet* items = nullptr;
  };

  /// Precondition: ascending numbers. What the sets have in other chunks is left out.
  ChunkMembers(std::uint32_t chunk, std::span<const Part> parts);

  /// The numbers of the sets that have the item, ascending. Precondition: it is of this chunk.
  [[nodiscard]] std::span<const std::uint16_t> sets_with(Ordinal item) const;

  [[nodiscard]] std::size_t bytes() const { return 4 * places_.size(); }

 private:
  std::vector<std::uint16_t> places_;   // of the items in the chunk, ascending
  std::vector<std::uint16_t> numbers_;  // beside each that of a set that has it
};

}  // namespace allot
