#include "domain/holder_index.h"

#include <algorithm>

#include "base/check.h"

namespace allot {

namespace {

constexpr std::uint32_t span = std::uint32_t{1} << ItemSet::chunk_bits;
static_assert(ItemSet::chunk_bits == 16, "an item's place in its chunk takes two bytes");

ItemSet items_of(std::uint32_t chunk) {
  const auto first = chunk << ItemSet::chunk_bits;
  auto items = ItemSet::range(first, first + (span - 1));
  items.insert(first + (span - 1));  // the end of the last chunk is no ordinal
  return items;
}

}  // namespace

HolderIndex::~HolderIndex() {
  delete made_.load();
}

std::optional<std::uint64_t> HolderIndex::place_of(
    Ordinal item, FunctionRef<std::vector<Holder>()> holders
) const {
  const auto* made = made_.load(std::memory_order_acquire);
  if (made == nullptr) {
    auto fresh = make(holders());
    if (made_.compare_exchange_strong(made, fresh.get(), std::memory_order_acq_rel)) {
      made = fresh.release();
    }
  }
  const auto place = static_cast<std::uint16_t>(item & (span - 1));
  const auto found = std::ranges::lower_bound(made->items, place);
  if (found == made->items.end() || *found != place) return std::nullopt;
  return made->places[made->holders[static_cast<std::size_t>(found - made->items.begin())]];
}

std::size_t HolderIndex::bytes() const {
  const auto* made = made_.load(std::memory_order_acquire);
  if (made == nullptr) return sizeof(HolderIndex);
  return sizeof(HolderIndex) + sizeof(Made) + 4 * made->items.size() + 8 * made->places.size();
}

std::unique_ptr<const HolderIndex::Made> HolderIndex::make(std::span<const Holder> holders) const {
  CHECK(holders.size() <= span);
  constexpr auto nobody = span;
  std::vector<std::uint32_t> by_item(span, nobody);
  const auto here = items_of(chunk_);
  std::uint32_t number = 0;
  const auto note = [&](Ordinal item) { by_item[item & (span - 1)] = number; };
  auto made = std::make_unique<Made>();
  for (const auto& [place, share] : holders) {
    (share->open & here).for_each(note);
    for (const auto& [word, items] : share->by_status) (items & here).for_each(note);
    made->places.push_back(place);
    ++number;
  }
  const auto held = span - static_cast<std::size_t>(std::ranges::count(by_item, nobody));
  made->items.reserve(held);
  made->holders.reserve(held);
  for (std::uint32_t item = 0; item < span; ++item) {
    if (by_item[item] == nobody) continue;
    made->items.push_back(static_cast<std::uint16_t>(item));
    made->holders.push_back(static_cast<std::uint16_t>(by_item[item]));
  }
  return made;
}

}  // namespace allot
