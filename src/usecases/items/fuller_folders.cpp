#include "usecases/items/fuller_folders.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/patience.h"
#include "domain/item_path.h"
#include "store/item_paths.h"

namespace allot {

namespace {

ItemSet folders_among(const Transaction& tx, const DatasetId& dataset, const ItemSet& items) {
  return items - tx.datasets().sets(dataset).file;
}

/// All folders that are above one of these items.
std::set<std::string, std::less<>> paths_above(
    const Transaction& tx, const DatasetId& dataset, const ItemSet& items
) {
  std::set<std::string, std::less<>> paths;
  tx.item_paths().each_of(dataset, items, [&](Ordinal, std::string_view path) {
    for (auto at = folder_of_path(path); at != "/"; at = folder_of_path(at)) {
      if (!paths.emplace(at).second) break;  // and so are those above it
    }
  });
  return paths;
}

}  // namespace

Past leave_fuller_folders(const Transaction& tx, Matched& matched) {
  const auto& dataset = matched.dataset.id;
  Past past{.live = tx.datasets().sets(dataset).live, .moment = matched.moment};
  if (matched.items == past.live) return past;
  std::vector<std::pair<Ordinal, std::string>> folders;
  tx.item_paths().each_of(
      dataset,
      folders_among(tx, dataset, matched.items),
      [&](Ordinal folder, std::string_view path) { folders.emplace_back(folder, path); }
  );
  std::vector<Ordinal> fuller;
  for (const auto& [folder, path] : folders) {
    Patience::require();
    bool stays = false;
    tx.item_paths().each_below(dataset, path, [&](Ordinal item, std::string_view) {
      stays |= !matched.items.contains(item);
    });
    if (stays) fuller.push_back(folder);
  }
  matched.items -= ItemSet::of(fuller);
  return past;
}

Result<ItemSet> without_fuller_folders(
    const Transaction& tx, const Matched& matched, ItemSet going, const Past& past, LookAgain look
) {
  const auto& dataset = matched.dataset.id;
  if (folders_among(tx, dataset, going).empty()) return going;
  const auto staying = ((matched.items & tx.datasets().sets(dataset).live) |
                        TRY(changed_since(tx, dataset, past, look))) -
                       going;
  for (const auto& path : paths_above(tx, dataset, staying)) {
    if (const auto folder = tx.items().at_path(dataset, path)) going -= ItemSet{folder->ordinal};
  }
  return going;
}

}  // namespace allot
