#include "domain/work_spread.h"

#include <algorithm>

namespace allot {

UnevenWork find_uneven_work(std::span<const OpenWorkOf> people) {
  UnevenWork uneven;
  std::uint64_t all = 0;
  for (const auto& each : people) all += each.open;
  for (const auto& each : people) {
    if (each.open == 0) {
      uneven.without.push_back(each);
    } else if (each.open * people.size() >= 2 * all) {
      uneven.overloaded.push_back(each);
    }
  }
  if (uneven.without.empty() || uneven.overloaded.empty()) return {};
  std::ranges::sort(uneven.without, {}, &OpenWorkOf::person);
  sort_by_load(uneven.overloaded);
  return uneven;
}

void sort_by_load(std::vector<OpenWorkOf>& people) {
  std::ranges::sort(people, [](const OpenWorkOf& a, const OpenWorkOf& b) {
    return a.open != b.open ? a.open > b.open : a.person < b.person;
  });
}

}  // namespace allot
