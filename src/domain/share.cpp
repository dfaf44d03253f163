#include "domain/share.h"

#include <algorithm>

namespace allot {

ItemSet Share::handled() const {
  ItemSet handled;
  for (const auto& [word, items] : by_status) handled |= items;
  return handled;
}

ItemSet Share::items() const {
  return open | handled();
}

bool Share::empty() const {
  return open.empty() && by_status.empty();
}

bool Share::holds(Ordinal ordinal) const {
  return open.contains(ordinal) || !status_of(ordinal).empty();
}

bool Share::intersects(const ItemSet& items) const {
  return open.intersects(items) || std::ranges::any_of(by_status, [&](const auto& entry) {
           return entry.second.intersects(items);
         });
}

ItemSet Share::among(const ItemSet& items) const {
  auto found = items & open;
  for (const auto& [word, set] : by_status) found |= items & set;
  return found;
}

std::string Share::status_of(Ordinal ordinal) const {
  for (const auto& [word, items] : by_status) {
    if (items.contains(ordinal)) return word;
  }
  return {};
}

void Share::drop(const ItemSet& items) {
  open -= items;
  for (auto& [word, set] : by_status) set -= items;
  std::erase_if(by_status, [](const auto& entry) { return entry.second.empty(); });
}

StatusSets set_status(Share& share, const ItemSet& items, const std::string& word) {
  StatusSets changed;
  if (auto were_open = items & share.open; !were_open.empty()) {
    if (!word.empty()) share.open -= were_open;
    changed[""] = std::move(were_open);
  }
  for (auto& [before, set] : share.by_status) {
    auto hit = items & set;
    if (hit.empty()) continue;
    if (before != word) set -= hit;
    changed[before] = std::move(hit);
  }
  for (const auto& [before, set] : changed) {
    // What had the word stays untouched, chunks included, so that storage writes nothing for it.
    if (before == word) continue;
    if (word.empty()) {
      share.open |= set;
    } else {
      share.by_status[word] |= set;
    }
  }
  std::erase_if(share.by_status, [](const auto& entry) { return entry.second.empty(); });
  return changed;
}

}  // namespace allot
