#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/function_ref.h"
#include "domain/item_set.h"

namespace allot {

/// Whose names come into a folder: 16 bytes for each, and no text. Names that are equal are found
/// together, with a few others that are to be told from them.
class ComingNames {
 public:
  void add(std::string_view name, Ordinal item);
  /// To be called once all are added.
  void finish();

  /// Whoever may have this name. True when `visit` answered true, which ends it.
  bool any_of(std::string_view name, FunctionRef<bool(Ordinal)> visit) const;
  /// Pairs that may have one name.
  bool any_pair(FunctionRef<bool(Ordinal, Ordinal)> visit) const;

 private:
  std::vector<std::pair<std::uint64_t, Ordinal>> hashes_;  // sorted
};

}  // namespace allot
