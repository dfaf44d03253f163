#include "domain/chunk_members.h"

#include <algorithm>

#include "base/check.h"

namespace allot {

namespace {

constexpr std::uint32_t chunk_span = std::uint32_t{1} << ItemSet::chunk_bits;
static_assert(ItemSet::chunk_bits == 16, "an item's place in its chunk takes two bytes");

std::uint32_t place_of(Ordinal item) {
  return item & (chunk_span - 1);
}

ItemSet items_of(std::uint32_t chunk) {
  const auto first = chunk << ItemSet::chunk_bits;
  auto items = ItemSet::range(first, first + (chunk_span - 1));
  items.insert(first + (chunk_span - 1));  // the end of the last chunk is no ordinal
  return items;
}

}  // namespace

ChunkMembers::ChunkMembers(std::uint32_t chunk, std::span<const Part> parts) {
  CHECK(std::ranges::is_sorted(parts, {}, &Part::number));
  const auto here = items_of(chunk);
  std::vector<ItemSet> cut;
  cut.reserve(parts.size());
  // How many sets have an item of a smaller place; sorted by counting, since all keys are known.
  std::vector<std::uint32_t> starts(chunk_span + 1, 0);
  for (const auto& part : parts) {
    cut.push_back(*part.items & here);
    cut.back().for_each([&](Ordinal item) { ++starts[place_of(item) + 1]; });
  }
  for (std::uint32_t place = 0; place < chunk_span; ++place) starts[place + 1] += starts[place];
  places_.resize(starts.back());
  numbers_.resize(starts.back());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    cut[i].for_each([&](Ordinal item) {
      const auto at = starts[place_of(item)]++;
      places_[at] = static_cast<std::uint16_t>(place_of(item));
      numbers_[at] = parts[i].number;
    });
  }
}

std::span<const std::uint16_t> ChunkMembers::sets_with(Ordinal item) const {
  const auto found = std::ranges::equal_range(places_, static_cast<std::uint16_t>(place_of(item)));
  const auto from = static_cast<std::size_t>(found.begin() - places_.begin());
  return std::span(numbers_).subspan(from, found.size());
}

}  // namespace allot
