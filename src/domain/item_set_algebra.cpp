// What sets make of each other.

#include <algorithm>

#include "domain/item_set_chunk.h"

namespace allot {

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

}  // namespace allot
