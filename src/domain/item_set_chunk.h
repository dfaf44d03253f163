#pragma once

// What the files of ItemSet share; for no others.

#include <cstdint>
#include <memory>
#include <roaring/roaring.hh>
#include <tuple>

#include "domain/item_set.h"

namespace allot {

/// One span of ordinals, relative to its start; immutable once shared. The size is kept: it is
/// asked for most.
struct ItemSet::Chunk {
  explicit Chunk(Roaring made)
      : bitmap(std::move(made)),
        size(bitmap.cardinality()),
        bytes(sizeof(Chunk) + bitmap.getSizeInBytes()) {}

  static std::shared_ptr<const Chunk> of(Roaring bitmap) {
    return std::make_shared<const Chunk>(std::move(bitmap));
  }

  /// Who works in order leaves runs, which take a few bytes where a bitmap takes eight thousand.
  static std::shared_ptr<const Chunk> in_runs(Roaring bitmap) {
    bitmap.runOptimize();
    return of(std::move(bitmap));
  }

  /// Where a set grows or shrinks item by item runs are looked for, now and then. A move of many
  /// joins and cuts a great number of chunks, of which most are soon gone: what they come out as
  /// will do.
  static std::shared_ptr<const Chunk> of(Roaring bitmap, std::uint64_t moved) {
    constexpr std::uint64_t few = 256;
    constexpr std::uint64_t now_and_then = 64;
    auto chunk = std::make_shared<Chunk>(std::move(bitmap));
    if (moved > few || (moved == 1 && chunk->size % now_and_then != 0)) return chunk;
    return in_runs(std::move(chunk->bitmap));
  }

  static std::shared_ptr<const Chunk> joined(const Chunk& a, const Chunk& b) {
    const auto& [more, less] = a.size < b.size ? std::tie(b, a) : std::tie(a, b);
    if (less.size != 1) return of(more.bitmap | less.bitmap, less.size);
    auto bitmap = more.bitmap;
    bitmap.add(less.bitmap.minimum());
    return of(std::move(bitmap), 1);
  }

  /// Null when nothing is left.
  static std::shared_ptr<const Chunk> cut(const Chunk& from, const Chunk& taken) {
    auto left = from.bitmap;
    if (taken.size == 1) {
      left.remove(taken.bitmap.minimum());
    } else {
      left -= taken.bitmap;
    }
    return left.isEmpty() ? nullptr : of(std::move(left), taken.size);
  }

  // A chunk shared by both sides is answered without a look at its bits. The greatest member is
  // compared here: for a run that ends behind an array's last place, CRoaring 0.2.66 compares with
  // what happens to be in memory there (`run_container_is_subset_array`).
  [[nodiscard]] bool is_within(const Chunk& other) const {
    return this == &other || (size <= other.size && bitmap.maximum() <= other.bitmap.maximum() &&
                              bitmap.isSubset(other.bitmap));
  }

  [[nodiscard]] bool meets(const Chunk& other) const {
    return this == &other || bitmap.intersect(other.bitmap);
  }

  Roaring bitmap;
  std::uint64_t size;
  std::size_t bytes;
};

inline std::uint32_t chunk_of(Ordinal ordinal) {
  return ordinal >> ItemSet::chunk_bits;
}

inline constexpr std::uint64_t chunk_span = std::uint64_t{1} << ItemSet::chunk_bits;

inline Ordinal start_of(std::uint32_t chunk) {
  return chunk << ItemSet::chunk_bits;
}

inline Ordinal place_in_chunk(Ordinal ordinal) {
  return ordinal & static_cast<Ordinal>(chunk_span - 1);
}

}  // namespace allot
