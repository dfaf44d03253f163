#include "domain/holder_index.h"

#include "base/check.h"

namespace allot {

std::optional<std::uint64_t> HolderIndex::place_of(
    Ordinal item, FunctionRef<std::vector<Holder>()> holders
) const {
  const auto& made = made_.get([&] { return make(holders()); });
  const auto found = made.members.sets_with(item);
  if (found.empty()) return std::nullopt;
  return made.places[found.front()];
}

std::size_t HolderIndex::bytes() const {
  const auto* made = made_.if_made();
  if (made == nullptr) return sizeof(HolderIndex);
  return sizeof(HolderIndex) + sizeof(Made) + made->members.bytes() + 8 * made->places.size();
}

std::unique_ptr<const HolderIndex::Made> HolderIndex::make(std::span<const Holder> holders) const {
  CHECK(holders.size() <= std::size_t{1} << ItemSet::chunk_bits);  // each has an item of its own
  std::vector<ChunkMembers::Part> parts;
  std::vector<std::uint64_t> places;
  for (const auto& [place, share] : holders) {
    const auto number = static_cast<std::uint16_t>(places.size());
    parts.push_back({number, &share->open});
    for (const auto& [word, items] : share->by_status) parts.push_back({number, &items});
    places.push_back(place);
  }
  return std::make_unique<const Made>(ChunkMembers(chunk_, parts), std::move(places));
}

}  // namespace allot
