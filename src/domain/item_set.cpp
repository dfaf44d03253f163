#include "domain/item_set.h"

#include <algorithm>
#include <functional>
#include <roaring/roaring.hh>
#include <tuple>

#include "base/check.h"

namespace allot {

namespace {

using Bitmap = ::Roaring;

constexpr std::uint64_t chunk_span = std::uint64_t{1} << ItemSet::chunk_bits;

std::uint32_t chunk_of(Ordinal ordinal) {
  return ordinal >> ItemSet::chunk_bits;
}

Ordinal place_in_chunk(Ordinal ordinal) {
  return ordinal & static_cast<Ordinal>(chunk_span - 1);
}

Ordinal start_of(std::uint32_t chunk) {
  return chunk << ItemSet::chunk_bits;
}

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

}  // namespace

/// One span of ordinals, relative to its start; immutable once shared. The size is kept: it is
/// asked for most.
struct ItemSet::Chunk {
  explicit Chunk(Bitmap made)
      : bitmap(std::move(made)),
        size(bitmap.cardinality()),
        bytes(sizeof(Chunk) + bitmap.getSizeInBytes()) {}

  static std::shared_ptr<const Chunk> of(Bitmap bitmap) {
    return std::make_shared<const Chunk>(std::move(bitmap));
  }

  /// Who works in order leaves runs, which take a few bytes where a bitmap takes eight thousand.
  static std::shared_ptr<const Chunk> in_runs(Bitmap bitmap) {
    bitmap.runOptimize();
    return of(std::move(bitmap));
  }

  /// Where a set grows or shrinks item by item runs are looked for, now and then. A move of many
  /// joins and cuts a great number of chunks, of which most are soon gone: what they come out as
  /// will do.
  static std::shared_ptr<const Chunk> of(Bitmap bitmap, std::uint64_t moved) {
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

  Bitmap bitmap;
  std::uint64_t size;
  std::size_t bytes;
};

ItemSet::ItemSet() = default;
ItemSet::ItemSet(const ItemSet&) = default;
ItemSet::ItemSet(ItemSet&&) noexcept = default;
ItemSet& ItemSet::operator=(const ItemSet&) = default;
ItemSet& ItemSet::operator=(ItemSet&&) noexcept = default;
ItemSet::~ItemSet() = default;

ItemSet::ItemSet(std::initializer_list<Ordinal> ordinals)
    : ItemSet(of({ordinals.begin(), ordinals.size()})) {}

ItemSet ItemSet::of(std::span<const Ordinal> ordinals) {
  std::vector<Ordinal> sorted(ordinals.begin(), ordinals.end());
  if (!std::ranges::is_sorted(sorted)) std::ranges::sort(sorted);
  ItemSet set;
  std::vector<Ordinal> places;
  for (std::size_t i = 0; i < sorted.size();) {
    const auto number = chunk_of(sorted[i]);
    places.clear();
    for (; i < sorted.size() && chunk_of(sorted[i]) == number; ++i) {
      places.push_back(place_in_chunk(sorted[i]));
    }
    Bitmap bitmap;
    bitmap.addMany(places.size(), places.data());
    set.entries_.push_back({number, Chunk::in_runs(std::move(bitmap))});
  }
  return set;
}

ItemSet ItemSet::range(Ordinal first, Ordinal end) {
  ItemSet set;
  for (std::uint64_t at = first; at < end;) {
    const auto number = chunk_of(static_cast<Ordinal>(at));
    const auto stop = std::min<std::uint64_t>(end, start_of(number) + chunk_span);
    Bitmap bitmap;
    bitmap.addRange(at - start_of(number), stop - start_of(number));
    set.entries_.push_back({number, Chunk::of(std::move(bitmap))});
    at = stop;
  }
  return set;
}

ItemSet ItemSet::all_of(std::span<const ItemSet* const> sets) {
  std::vector<Entry> parts;
  for (const auto* set : sets)
    parts.insert(parts.end(), set->entries_.begin(), set->entries_.end());
  std::ranges::sort(parts, {}, [](const Entry& entry) {
    return std::pair(entry.number, entry.chunk.get());
  });
  ItemSet all;
  for (auto first = parts.begin(); first != parts.end();) {
    const auto end = std::ranges::find_if(first, parts.end(), [&](const Entry& entry) {
      return entry.number != first->number;
    });
    // Thousands of sets in one chunk cost one pass, not a growing union for each.
    std::vector<const Bitmap*> bitmaps;
    for (auto part = first; part != end; ++part) {
      if (part == first || part->chunk != std::prev(part)->chunk) {
        bitmaps.push_back(&part->chunk->bitmap);
      }
    }
    switch (bitmaps.size()) {
      case 1: all.entries_.push_back(*first); break;
      case 2: all.entries_.push_back({first->number, Chunk::of(*bitmaps[0] | *bitmaps[1])}); break;
      default:
        all.entries_.push_back(
            {first->number, Chunk::of(Bitmap::fastunion(bitmaps.size(), bitmaps.data()))}
        );
    }
    first = end;
  }
  return all;
}

bool ItemSet::empty() const {
  return entries_.empty();
}

std::uint64_t ItemSet::size() const {
  std::uint64_t size = 0;
  for (const auto& entry : entries_) size += entry.chunk->size;
  return size;
}

bool ItemSet::contains(Ordinal ordinal) const {
  const auto found = std::ranges::lower_bound(entries_, chunk_of(ordinal), {}, &Entry::number);
  return found != entries_.end() && found->number == chunk_of(ordinal) &&
         found->chunk->bitmap.contains(place_in_chunk(ordinal));
}

Ordinal ItemSet::select(std::uint64_t rank) const {
  for (const auto& entry : entries_) {
    if (rank < entry.chunk->size) {
      std::uint32_t place = 0;
      CHECK(entry.chunk->bitmap.select(static_cast<std::uint32_t>(rank), &place));
      return start_of(entry.number) + place;
    }
    rank -= entry.chunk->size;
  }
  fail_check("rank < size()");
}

std::uint64_t ItemSet::rank(Ordinal ordinal) const {
  std::uint64_t smaller = 0;
  for (const auto& entry : entries_) {
    if (entry.number > chunk_of(ordinal)) break;
    if (entry.number < chunk_of(ordinal)) {
      smaller += entry.chunk->size;
      continue;
    }
    const auto place = place_in_chunk(ordinal);
    smaller += entry.chunk->bitmap.rank(place) - (entry.chunk->bitmap.contains(place) ? 1 : 0);
  }
  return smaller;
}

ItemSet ItemSet::slice(std::uint64_t from_rank, std::uint64_t count) const {
  ItemSet slice;
  for (const auto& entry : entries_) {
    if (count == 0) break;
    const auto size = entry.chunk->size;
    if (from_rank >= size) {
      from_rank -= size;
      continue;
    }
    const auto taken = std::min(count, size - from_rank);
    if (taken == size) {
      slice.entries_.push_back(entry);
    } else {
      std::uint32_t first = 0;
      std::uint32_t last = 0;
      CHECK(entry.chunk->bitmap.select(static_cast<std::uint32_t>(from_rank), &first));
      CHECK(entry.chunk->bitmap.select(static_cast<std::uint32_t>(from_rank + taken - 1), &last));
      Bitmap window;
      window.addRange(first, std::uint64_t{last} + 1);
      slice.entries_.push_back({entry.number, Chunk::of(entry.chunk->bitmap & window)});
    }
    from_rank = 0;
    count -= taken;
  }
  return slice;
}

std::vector<Ordinal> ItemSet::page(std::uint64_t from_rank, std::uint64_t count) const {
  return slice(from_rank, count).to_vector();
}

std::vector<Ordinal> ItemSet::to_vector() const {
  std::vector<Ordinal> ordinals(size());
  std::size_t at = 0;
  for (const auto& entry : entries_) {
    entry.chunk->bitmap.toUint32Array(ordinals.data() + at);
    const auto end = at + entry.chunk->size;
    for (; at < end; ++at) ordinals[at] += start_of(entry.number);
  }
  return ordinals;
}

void ItemSet::for_each(FunctionRef<void(Ordinal)> visit) const {
  for (const auto& entry : entries_) {
    for (const auto place : entry.chunk->bitmap) visit(start_of(entry.number) + place);
  }
}

void ItemSet::insert(Ordinal ordinal) {
  const auto number = chunk_of(ordinal);
  const auto found = std::ranges::lower_bound(entries_, number, {}, &Entry::number);
  const bool here = found != entries_.end() && found->number == number;
  const auto place = place_in_chunk(ordinal);
  if (here && found->chunk->bitmap.contains(place)) return;
  Bitmap bitmap = here ? found->chunk->bitmap : Bitmap{};
  bitmap.add(place);
  if (here) {
    found->chunk = Chunk::of(std::move(bitmap), 1);
  } else {
    entries_.insert(found, {number, Chunk::of(std::move(bitmap), 1)});
  }
}

void ItemSet::erase(Ordinal ordinal) {
  if (!contains(ordinal)) return;
  const auto found = std::ranges::lower_bound(entries_, chunk_of(ordinal), {}, &Entry::number);
  Bitmap bitmap = found->chunk->bitmap;
  bitmap.remove(place_in_chunk(ordinal));
  if (bitmap.isEmpty()) {
    entries_.erase(found);
  } else {
    found->chunk = Chunk::of(std::move(bitmap), 1);
  }
}

ItemSet& ItemSet::operator|=(const ItemSet& other) {
  std::vector<Entry> merged;
  merged.reserve(std::max(entries_.size(), other.entries_.size()));
  auto mine = entries_.begin();
  auto theirs = other.entries_.begin();
  while (mine != entries_.end() || theirs != other.entries_.end()) {
    if (theirs == other.entries_.end() ||
        (mine != entries_.end() && mine->number < theirs->number)) {
      merged.push_back(*mine++);
    } else if (mine == entries_.end() || theirs->number < mine->number) {
      merged.push_back(*theirs++);
    } else {
      // Nothing new keeps the very same chunk, so that storage writes nothing.
      if (theirs->chunk->is_within(*mine->chunk)) {
        merged.push_back(*mine);
      } else if (mine->chunk->is_within(*theirs->chunk)) {
        merged.push_back(*theirs);
      } else {
        merged.push_back({mine->number, Chunk::joined(*mine->chunk, *theirs->chunk)});
      }
      ++mine;
      ++theirs;
    }
  }
  entries_ = std::move(merged);
  return *this;
}

ItemSet& ItemSet::operator&=(const ItemSet& other) {
  std::vector<Entry> common;
  auto theirs = other.entries_.begin();
  for (const auto& mine : entries_) {
    while (theirs != other.entries_.end() && theirs->number < mine.number) ++theirs;
    if (theirs == other.entries_.end()) break;
    if (theirs->number != mine.number) continue;
    if (mine.chunk->is_within(*theirs->chunk)) {
      common.push_back(mine);
    } else if (theirs->chunk->is_within(*mine.chunk)) {
      common.push_back(*theirs);
    } else if (auto both = mine.chunk->bitmap & theirs->chunk->bitmap; !both.isEmpty()) {
      common.push_back({mine.number, Chunk::of(std::move(both))});
    }
  }
  entries_ = std::move(common);
  return *this;
}

ItemSet& ItemSet::operator-=(const ItemSet& other) {
  auto theirs = other.entries_.begin();
  for (auto& mine : entries_) {
    while (theirs != other.entries_.end() && theirs->number < mine.number) ++theirs;
    if (theirs == other.entries_.end()) break;
    if (theirs->number != mine.number || !mine.chunk->meets(*theirs->chunk)) continue;
    mine.chunk = mine.chunk == theirs->chunk ? nullptr : Chunk::cut(*mine.chunk, *theirs->chunk);
  }
  std::erase_if(entries_, [](const Entry& entry) { return entry.chunk == nullptr; });
  return *this;
}

ItemSet& ItemSet::operator^=(const ItemSet& other) {
  std::vector<Entry> differing;
  auto mine = entries_.begin();
  auto theirs = other.entries_.begin();
  while (mine != entries_.end() || theirs != other.entries_.end()) {
    if (theirs == other.entries_.end() ||
        (mine != entries_.end() && mine->number < theirs->number)) {
      differing.push_back(*mine++);
    } else if (mine == entries_.end() || theirs->number < mine->number) {
      differing.push_back(*theirs++);
    } else {
      if (mine->chunk != theirs->chunk) {
        auto bitmap = mine->chunk->bitmap ^ theirs->chunk->bitmap;
        if (!bitmap.isEmpty()) {
          differing.push_back({mine->number, Chunk::of(std::move(bitmap))});
        }
      }
      ++mine;
      ++theirs;
    }
  }
  entries_ = std::move(differing);
  return *this;
}

bool ItemSet::operator==(const ItemSet& other) const {
  return std::ranges::equal(entries_, other.entries_, [](const Entry& a, const Entry& b) {
    return a.number == b.number && (a.chunk == b.chunk || (a.chunk->size == b.chunk->size &&
                                                           a.chunk->bitmap == b.chunk->bitmap));
  });
}

bool ItemSet::intersects(const ItemSet& other) const {
  auto theirs = other.entries_.begin();
  for (const auto& mine : entries_) {
    while (theirs != other.entries_.end() && theirs->number < mine.number) ++theirs;
    if (theirs == other.entries_.end()) return false;
    if (theirs->number == mine.number && mine.chunk->meets(*theirs->chunk)) return true;
  }
  return false;
}

bool ItemSet::is_subset_of(const ItemSet& other) const {
  auto theirs = other.entries_.begin();
  for (const auto& mine : entries_) {
    while (theirs != other.entries_.end() && theirs->number < mine.number) ++theirs;
    if (theirs == other.entries_.end() || theirs->number != mine.number) return false;
    if (!mine.chunk->is_within(*theirs->chunk)) return false;
  }
  return true;
}

std::uint64_t ItemSet::intersection_size(const ItemSet& other) const {
  std::uint64_t size = 0;
  auto theirs = other.entries_.begin();
  for (const auto& mine : entries_) {
    while (theirs != other.entries_.end() && theirs->number < mine.number) ++theirs;
    if (theirs == other.entries_.end()) break;
    if (theirs->number != mine.number) continue;
    size += mine.chunk == theirs->chunk ? mine.chunk->size
                                        : mine.chunk->bitmap.and_cardinality(theirs->chunk->bitmap);
  }
  return size;
}

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
  std::string bytes(found->chunk->bitmap.getSizeInBytes(true), '\0');
  bytes.resize(found->chunk->bitmap.write(bytes.data(), true));
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
