#include "base/hash_set.h"

#include <algorithm>
#include <utility>

namespace allot {

namespace {

constexpr std::size_t slots_min = 8;

}  // namespace

bool HashSet::insert(std::uint64_t hash) {
  if (hash == 0) return !std::exchange(has_zero_, true);
  auto& part = parts_[hash % parts_.size()];
  if (part.taken >= part.slots.size() / 8 * 7) grow(part);
  auto& slot = part.slots[slot_of(part.slots, hash)];
  if (slot == hash) return false;
  slot = hash;
  ++part.taken;
  return true;
}

bool HashSet::contains(std::uint64_t hash) const {
  if (hash == 0) return has_zero_;
  const auto& slots = parts_[hash % parts_.size()].slots;
  return !slots.empty() && slots[slot_of(slots, hash)] == hash;
}

std::size_t HashSet::kept() const {
  std::size_t slots = 0;
  for (const auto& part : parts_) slots += part.slots.capacity();
  return slots * sizeof(std::uint64_t);
}

/// Where it is, or has its place: its upper half says where to begin, since the lowest bits are
/// those of its part.
std::size_t HashSet::slot_of(const std::vector<std::uint64_t>& slots, std::uint64_t hash) {
  auto at = static_cast<std::size_t>((hash >> 32) * slots.size() >> 32);
  while (slots[at] != 0 && slots[at] != hash) at = at + 1 == slots.size() ? 0 : at + 1;
  return at;
}

/// By half, and not to the double: what is free is memory, too.
void HashSet::grow(Part& part) {
  std::vector<std::uint64_t> larger(std::max(slots_min, part.slots.size() / 2 * 3));
  for (const auto hash : part.slots) {
    if (hash != 0) larger[slot_of(larger, hash)] = hash;
  }
  part.slots = std::move(larger);
}

}  // namespace allot
