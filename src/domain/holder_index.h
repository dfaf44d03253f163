#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/function_ref.h"
#include "domain/share.h"

namespace allot {

/// Who holds each item of one chunk: made when it is first asked for, then the same for every
/// version of the shares in which nobody holds other items of that chunk, whatever their statuses.
///
/// Thread-safe and without a lock: two threads may make it at the same time, and one is thrown
/// away. Takes four bytes for each held item once it is made.
class HolderIndex {
 public:
  /// The place of a share among those of the task, and the share.
  struct Holder {
    std::uint64_t place = 0;
    const Share* share = nullptr;
  };

  explicit HolderIndex(std::uint32_t chunk) : chunk_(chunk) {}

  ~HolderIndex();
  HolderIndex(const HolderIndex&) = delete;
  HolderIndex& operator=(const HolderIndex&) = delete;

  /// The place of the share that holds the item; `holders` gives all shares with items in the
  /// chunk, and is called when the index is still to be made.
  [[nodiscard]] std::optional<std::uint64_t> place_of(
      Ordinal item, FunctionRef<std::vector<Holder>()> holders
  ) const;

  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Made {
    std::vector<std::uint16_t> items;    // by their places in the chunk, ascending
    std::vector<std::uint16_t> holders;  // beside each its holder, by its number in `places`
    std::vector<std::uint64_t> places;
  };

  [[nodiscard]] std::unique_ptr<const Made> make(std::span<const Holder> holders) const;

  std::uint32_t chunk_;
  mutable std::atomic<const Made*> made_ = nullptr;
};

}  // namespace allot
