#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace allot {

/// A set of hashes, for very many of them: 9 to 14 bytes each, also while it grows. Numbers that
/// are not spread evenly over all 64 bits, as hashes are, make it slow.
class HashSet {
 public:
  /// Whether it is new.
  bool insert(std::uint64_t hash);

  [[nodiscard]] bool contains(std::uint64_t hash) const;

  /// Bytes that it holds in memory.
  [[nodiscard]] std::size_t kept() const;

 private:
  struct Part {
    std::vector<std::uint64_t> slots;  // one at least is free: 0
    std::size_t taken = 0;
  };

  [[nodiscard]] static std::size_t slot_of(
      const std::vector<std::uint64_t>& slots, std::uint64_t hash
  );
  static void grow(Part& part);

  // Each grows for itself, so that little is there twice meanwhile.
  std::array<Part, 64> parts_;
  bool has_zero_ = false;
};

}  // namespace allot
