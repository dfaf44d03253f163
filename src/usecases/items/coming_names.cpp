#include "usecases/items/coming_names.h"

#include <algorithm>
#include <functional>

namespace allot {

namespace {

std::uint64_t hash_of(std::string_view name) {
  return std::hash<std::string_view>{}(name);
}

}  // namespace

void ComingNames::add(std::string_view name, Ordinal item) {
  hashes_.emplace_back(hash_of(name), item);
}

void ComingNames::finish() {
  std::ranges::sort(hashes_);
}

bool ComingNames::any_of(std::string_view name, FunctionRef<bool(Ordinal)> visit) const {
  const auto hash = hash_of(name);
  auto found = std::ranges::lower_bound(hashes_, std::pair(hash, Ordinal{0}));
  for (; found != hashes_.end() && found->first == hash; ++found) {
    if (visit(found->second)) return true;
  }
  return false;
}

bool ComingNames::any_pair(FunctionRef<bool(Ordinal, Ordinal)> visit) const {
  for (auto first = hashes_.begin(); first != hashes_.end(); ++first) {
    for (auto second = first + 1; second != hashes_.end(); ++second) {
      if (second->first != first->first) break;
      if (visit(first->second, second->second)) return true;
    }
  }
  return false;
}

}  // namespace allot
