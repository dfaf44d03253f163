#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/function_ref.h"
#include "base/made_once.h"
#include "domain/chunk_members.h"
#include "domain/share.h"

namespace allot {

/// Who holds each item of one chunk: made when it is first asked for, then the same for every
/// version of the shares in which nobody holds other items of that chunk, whatever their statuses.
/// Thread-safe, as `MadeOnce` is.
class HolderIndex {
 public:
  /// The place of a share among those of the task, and the share.
  struct Holder {
    std::uint64_t place = 0;
    const Share* share = nullptr;
  };

  explicit HolderIndex(std::uint32_t chunk) : chunk_(chunk) {}

  /// The place of the share that holds the item; `holders` gives all shares with items in the
  /// chunk, and is called when the index is still to be made.
  [[nodiscard]] std::optional<std::uint64_t> place_of(
      Ordinal item, FunctionRef<std::vector<Holder>()> holders
  ) const;

  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Made {
    ChunkMembers members;
    std::vector<std::uint64_t> places;  // by the number of a share in `members`
  };

  [[nodiscard]] std::unique_ptr<const Made> make(std::span<const Holder> holders) const;

  std::uint32_t chunk_;
  MadeOnce<Made> made_;
};

}  // namespace allot
