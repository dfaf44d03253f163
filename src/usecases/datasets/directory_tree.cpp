#include "usecases/datasets/directory_tree.h"

#include <algorithm>
#include <set>

#include "usecases/access.h"
#include "usecases/datasets/read.h"

namespace allot {

namespace {

/// The paths of all folders above these items.
std::set<std::string> folders_above(
    const Transaction& tx, const DatasetId& dataset, const ItemSet& items
) {
  std::set<std::string> paths;
  for (const auto& item : tx.items().at(dataset, items.to_vector())) {
    auto path = item.dir();
    while (path.size() > 1 && paths.insert(path).second) {
      path.resize(std::max<std::size_t>(path.rfind('/'), 1));
    }
  }
  return paths;
}

}  // namespace

Result<std::vector<ItemView>> list_folders(Env& env, const Caller& caller, const DatasetId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<std::vector<ItemView>> {
    const auto dataset = TRY(get_visible_dataset(tx, caller, id));
    const auto visible = TRY(visible_items(tx, caller, dataset));
    const auto sets = tx.datasets().sets(id);
    auto folders = view_items(tx, id, (sets.live - sets.file).to_vector());
    if (visible) {
      const auto on_the_way = folders_above(tx, id, *visible);
      std::erase_if(folders, [&](const ItemView& view) {
        return !on_the_way.contains(view.item.path);
      });
    }
    std::ranges::sort(folders, {}, [](const ItemView& view) { return view.item.path; });
    return folders;
  });
}

}  // namespace allot
