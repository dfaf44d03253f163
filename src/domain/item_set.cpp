#include "domain/item_set.h"

#include <algorithm>

#include "base/check.h"
#include "domain/item_set_chunk.h"

namespace allot {

using Bitmap = ::Roaring;

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

}  // namespace allot
