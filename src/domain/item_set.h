#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.h"

namespace allot {

/// The number of an item in its dataset: 0, 1, 2, … in the order in which it came, never used
/// again.
using Ordinal = std::uint32_t;

/// A set of ordinals, held as chunks of compressed bitmaps.
///
/// A value: copied for the price of one pointer a chunk, compared by content. A change copies the
/// chunks that it touches and shares the rest, so a driver finds what changed by comparing pointers
/// (`chunks_changed_since`). Distinct values may be used from distinct threads, shared chunks
/// included; one value is not for two writers. This is the only type that knows of bitmaps. Source:
/// docs/adr/0001-ledger-of-sets.md.
class ItemSet {
 public:
  /// Ordinals a chunk spans, as a power of two. Chosen by bench/chunk_size
  /// (docs/adr/0003-chunk-size.md).
  static constexpr unsigned chunk_bits = 16;

  ItemSet();
  ItemSet(std::initializer_list<Ordinal> ordinals);
  /// In any order, repeats allowed.
  static ItemSet of(std::span<const Ordinal> ordinals);
  /// first ≤ ordinal < end.
  static ItemSet range(Ordinal first, Ordinal end);
  /// The union of many.
  static ItemSet all_of(std::span<const ItemSet* const> sets);

  ItemSet(const ItemSet&);
  ItemSet(ItemSet&&) noexcept;
  ItemSet& operator=(const ItemSet&);
  ItemSet& operator=(ItemSet&&) noexcept;
  ~ItemSet();

  [[nodiscard]] bool empty() const;
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] bool contains(Ordinal ordinal) const;

  /// The ordinal with `rank` smaller ones in the set. Precondition: rank < size().
  [[nodiscard]] Ordinal select(std::uint64_t rank) const;
  /// How many members are smaller than `ordinal`.
  [[nodiscard]] std::uint64_t rank(Ordinal ordinal) const;
  /// The members with ranks from_rank … from_rank + count − 1, as far as they reach.
  [[nodiscard]] ItemSet slice(std::uint64_t from_rank, std::uint64_t count) const;
  /// The same as ascending numbers: one page of items.
  [[nodiscard]] std::vector<Ordinal> page(std::uint64_t from_rank, std::uint64_t count) const;
  /// All, ascending.
  [[nodiscard]] std::vector<Ordinal> to_vector() const;
  /// Ascending.
  void for_each(FunctionRef<void(Ordinal)> visit) const;

  void insert(Ordinal ordinal);
  void erase(Ordinal ordinal);

  ItemSet& operator|=(const ItemSet& other);
  ItemSet& operator&=(const ItemSet& other);
  ItemSet& operator-=(const ItemSet& other);
  /// What only one of both has.
  ItemSet& operator^=(const ItemSet& other);

  friend ItemSet operator|(ItemSet a, const ItemSet& b) { return a |= b; }

  friend ItemSet operator&(ItemSet a, const ItemSet& b) { return a &= b; }

  friend ItemSet operator-(ItemSet a, const ItemSet& b) { return a -= b; }

  friend ItemSet operator^(ItemSet a, const ItemSet& b) { return a ^= b; }

  /// By content.
  bool operator==(const ItemSet& other) const;

  [[nodiscard]] bool intersects(const ItemSet& other) const;
  [[nodiscard]] bool is_subset_of(const ItemSet& other) const;
  [[nodiscard]] std::uint64_t intersection_size(const ItemSet& other) const;

  /// About what its chunks take of the memory, those shared with other sets included.
  [[nodiscard]] std::size_t bytes() const;

  // --- for storage
  // ---------------------------------------------------------------------------------

  /// The numbers of the chunks that are not the very same object in `before`, chunks gone from here
  /// included. Ascending.
  [[nodiscard]] std::vector<std::uint32_t> chunks_changed_since(const ItemSet& before) const;
  /// The numbers of the non-empty chunks, ascending.
  [[nodiscard]] std::vector<std::uint32_t> chunks() const;
  /// Portable Roaring bytes of a chunk (ordinals relative to its start); "" when it is empty.
  [[nodiscard]] std::string chunk_bytes(std::uint32_t chunk) const;
  /// Replaces one chunk by what `chunk_bytes` gave. Throws BrokenInvariant on bytes that are no
  /// such chunk.
  void set_chunk(std::uint32_t chunk, std::string_view bytes);

 private:
  struct Chunk;

  struct Entry {
    std::uint32_t number;
    std::shared_ptr<const Chunk> chunk;  // never empty
  };

  std::vector<Entry> entries_;  // ascending by number
};

}  // namespace allot
