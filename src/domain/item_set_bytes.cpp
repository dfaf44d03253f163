// Sets as storage keeps them.

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

#include "base/check.h"
#include "domain/item_set_chunk.h"

namespace allot {

namespace {

using Bitmap = ::Roaring;

bool is_sound(const array_container_t& array) {
  const std::span places(array.array, static_cast<std::size_t>(array.cardinality));
  return std::ranges::adjacent_find(places, std::ranges::greater_equal{}) == places.end();
}

bool is_sound(const run_container_t& runs) {
  std::uint32_t free_from = 0;
  for (const auto& run : std::span(runs.runs, static_cast<std::size_t>(runs.n_runs))) {
    if (run.value < free_from) return false;
    free_from = std::uint32_t{run.value} + run.length + 1;
    if (std::uint32_t{run.value} + run.length > 0xFFFF) return false;
  }
  return runs.n_runs > 0;
}

/// The library's reader checks lengths alone. Places out of order or a cardinality that is not that
/// of the bits would give wrong answers, and writes past the end of buffers, much later.
bool is_sound(const Bitmap& bitmap) {
  const auto& parts = bitmap.roaring.high_low_container;
  for (int i = 0; i < parts.size; ++i) {
    if (i > 0 && parts.keys[i - 1] >= parts.keys[i]) return false;
    const void* part = parts.containers[i];
    bool sound = false;
    switch (parts.typecodes[i]) {
      case ARRAY_CONTAINER_TYPE_CODE:
        sound = is_sound(*static_cast<const array_container_t*>(part));
        break;
      case RUN_CONTAINER_TYPE_CODE:
        sound = is_sound(*static_cast<const run_container_t*>(part));
        break;
      case BITSET_CONTAINER_TYPE_CODE: {
        const auto* bits = static_cast<const bitset_container_t*>(part);
        sound = bitset_container_compute_cardinality(bits) == bits->cardinality;
        break;
      }
      default: break;
    }
    if (!sound) return false;
  }
  return true;
}

/// Where runs of two take as many bytes as the list of their members, the library leaves what it
/// has.
bool could_be_a_list(const Bitmap& bitmap, std::uint64_t size) {
  const auto& parts = bitmap.roaring.high_low_container;
  if (parts.size != 1 || parts.typecodes[0] != RUN_CONTAINER_TYPE_CODE) return false;
  const auto* runs = static_cast<const run_container_t*>(parts.containers[0]);
  return static_cast<std::uint64_t>(runs->n_runs) * 2 == size;
}

/// The library's own `removeRunCompression` writes past the end for a run that ends with its chunk
/// (CRoaring 0.2.66).
Bitmap as_list(const Bitmap& bitmap) {
  std::vector<std::uint32_t> places(bitmap.cardinality());
  bitmap.toUint32Array(places.data());
  return {places.size(), places.data()};
}

}  // namespace

std::size_t ItemSet::bytes() const {
  auto bytes = entries_.size() * sizeof(Entry);
  for (const auto& entry : entries_) bytes += entry.chunk->bytes;
  return bytes;
}

std::vector<std::uint32_t> ItemSet::chunks_changed_since(const ItemSet& before) const {
  std::vector<std::uint32_t> changed;
  auto old = before.entries_.begin();
  for (const auto& mine : entries_) {
    for (; old != before.entries_.end() && old->number < mine.number; ++old) {
      changed.push_back(old->number);
    }
    const bool same =
        old != before.entries_.end() && old->number == mine.number && old->chunk == mine.chunk;
    if (!same) changed.push_back(mine.number);
    if (old != before.entries_.end() && old->number == mine.number) ++old;
  }
  for (; old != before.entries_.end(); ++old) changed.push_back(old->number);
  return changed;
}

std::vector<std::uint32_t> ItemSet::chunks() const {
  std::vector<std::uint32_t> numbers;
  for (const auto& entry : entries_) numbers.push_back(entry.number);
  return numbers;
}

std::string ItemSet::chunk_bytes(std::uint32_t chunk) const {
  const auto found = std::ranges::lower_bound(entries_, chunk, {}, &Entry::number);
  if (found == entries_.end() || found->number != chunk) return {};
  // The same bytes for the same members, whichever way they came, and the fewest.
  auto bitmap = found->chunk->bitmap;
  bitmap.runOptimize();
  if (could_be_a_list(bitmap, found->chunk->size)) bitmap = as_list(bitmap);
  std::string bytes(bitmap.getSizeInBytes(true), '\0');
  bytes.resize(bitmap.write(bytes.data(), true));
  return bytes;
}

void ItemSet::set_chunk(std::uint32_t chunk, std::string_view bytes) {
  Bitmap bitmap;
  if (!bytes.empty()) {
    // The library checks lengths alone; what it throws is its own.
    try {
      bitmap = Bitmap::readSafe(bytes.data(), bytes.size());
    } catch (const std::exception&) {
      fail_check("the chunk is a readable bitmap");
    }
    CHECK(is_sound(bitmap));
    CHECK(bitmap.getSizeInBytes(true) == bytes.size());
    CHECK(bitmap.isEmpty() || bitmap.maximum() < chunk_span);
  }
  const auto found = std::ranges::lower_bound(entries_, chunk, {}, &Entry::number);
  const bool here = found != entries_.end() && found->number == chunk;
  if (bitmap.isEmpty()) {
    if (here) entries_.erase(found);
  } else if (here) {
    found->chunk = Chunk::of(std::move(bitmap));
  } else {
    entries_.insert(found, {chunk, Chunk::of(std::move(bitmap))});
  }
}

}  // namespace allot
