#include "usecases/items/coming_items.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/item_path.h"
#include "store/item_paths.h"
#include "usecases/access.h"
#include "usecases/datasets/writable.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/place.h"

namespace allot {

namespace {

std::string path_in(const std::string& folder, std::string_view name) {
  return folder + '/' + std::string(name);
}

bool has_name(
    const Transaction& tx, const DatasetId& dataset, Ordinal item, std::string_view name
) {
  bool has = false;
  tx.item_paths().each_of(dataset, {item}, [&](Ordinal, std::string_view path) {
    has = name_of_path(path) == name;
  });
  return has;
}

std::string name_of(const Transaction& tx, const DatasetId& dataset, Ordinal item) {
  std::string name;
  tx.item_paths().each_of(dataset, {item}, [&](Ordinal, std::string_view path) {
    name = name_of_path(path);
  });
  return name;
}

Result<Matched> match_ids(
    const Transaction& tx, const Caller& caller, const Dataset& dataset, std::vector<ItemId> ids
) {
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  auto items = tx.items().ordinals(dataset.id, ids);
  if (items.size() < ids.size()) {
    for (const auto& id : ids) {
      if (tx.items().ordinals(dataset.id, {&id, 1}).empty()) return not_found("item", id.text);
    }
  }
  return Matched{
      .caller = caller,
      .dataset = dataset,
      .plan = {query::AllItems{}},
      .items = std::move(items),
      .moment = tx.datasets().moment()
  };
}

/// Folders by their ids alone: a query means files.
Result<Matched> match(
    const Transaction& tx, const Caller& caller, const Dataset& dataset, const MoveItems& input
) {
  if (const auto* ids = std::get_if<std::vector<ItemId>>(&input.which)) {
    return match_ids(tx, caller, dataset, *ids);
  }
  auto matched = TRY(match_items(tx, caller, dataset, std::get<query::Query>(input.which)));
  matched.items &= tx.datasets().sets(dataset.id).file;
  return matched;
}

Result<Done> add_folders(const Transaction& tx, const ItemSet& folders, ComingItems& coming) {
  if (folders.size() > moved_folders_max) {
    return invalid_field(
        "items", fmt::format("must not name more than {} folders", moved_folders_max)
    );
  }
  const auto& dataset = coming.matched.dataset.id;
  auto found = tx.items().at(dataset, folders.to_vector());
  std::erase_if(found, [&, all = found](const Item& folder) {
    return std::ranges::any_of(all, [&](const Item& other) {
      return is_below(folder.path, other.path);
    });
  });
  for (const auto& folder : found) {
    coming.named_folders.push_back(folder.path);
    if (is_in(folder.path, coming.to)) continue;  // it is there
    if (folder.path == coming.to || is_below(coming.to, folder.path)) {
      return invalid_field(
          "items",
          "would bring a folder into itself",
          fmt::format("`{}` cannot come into itself.", printable(folder.path))
      );
    }
    coming.folders.push_back(
        {.item = folder.ordinal,
         .content = content_of(tx, dataset, folder.path, path_in(coming.to, folder.name()))}
    );
  }
  return Done{};
}

void add_files(const Transaction& tx, const ItemSet& files, ComingItems& coming) {
  std::vector<Ordinal> come;
  std::vector<Ordinal> hidden;
  tx.item_paths()
      .each_of(coming.matched.dataset.id, files, [&](Ordinal item, std::string_view path) {
        if (is_in(path, coming.to) || goes_along(coming, path)) return;
        const auto name = name_of_path(path);
        come.push_back(item);
        if (name.starts_with('.')) hidden.push_back(item);
        coming.names.add(name, item);
        coming.bytes = std::max(coming.bytes, name.size());
      });
  coming.names.finish();
  coming.files = ItemSet::of(come);
  coming.hidden = ItemSet::of(hidden);
}

Result<Done> require_distinct(const Transaction& tx, const ComingItems& coming) {
  const auto& dataset = coming.matched.dataset.id;
  std::string shared;
  const bool is_shared = coming.names.any_pair([&](Ordinal first, Ordinal second) {
    shared = name_of(tx, dataset, first);
    return has_name(tx, dataset, second, shared);
  });
  if (is_shared) return would_meet(coming.to, shared);
  return Done{};
}

/// May something be where they would be? Where few come, so that not all that is in a large folder
/// is looked at for them.
bool may_be_taken(const Transaction& tx, const ComingItems& coming) {
  constexpr std::uint64_t few = 100;
  if (coming.files.size() > few) return true;
  const auto& dataset = coming.matched.dataset.id;
  std::vector<std::string> paths;
  tx.item_paths().each_of(dataset, coming.files, [&](Ordinal, std::string_view path) {
    paths.push_back(path_in(coming.to, name_of_path(path)));
  });
  return std::ranges::any_of(paths, [&](const std::string& path) {
    return tx.items().at_path(dataset, path) ||
           tx.item_paths().has_below(dataset, path).value_or(true);
  });
}

Result<Done> require_free_names(const Transaction& tx, const ComingItems& coming) {
  if (!may_be_taken(tx, coming)) return Done{};
  std::optional<std::string> taken;
  tx.item_paths()
      .each_below(coming.matched.dataset.id, coming.to, [&](Ordinal item, std::string_view path) {
        if (taken || coming.files.contains(item) || goes_along(coming, path)) return;
        // Paths may go through a place where no folder is.
        const auto name = part_in(coming.to, path);
        if (has_coming_name(tx, coming, coming.files, name)) taken = path_in(coming.to, name);
      });
  if (taken) return path_taken(*taken, "items");
  return Done{};
}

}  // namespace

Result<Dataset> require_movable(
    const Transaction& tx, const Caller& caller, const DatasetId& id, std::uint64_t moves
) {
  auto dataset = TRY(get_dataset(tx, caller, id, Verb::edit_data));
  TRY(require_writable(dataset));
  TRY(require_room_for_bulk_change(tx, id, moves));
  return dataset;
}

Result<std::string> folder_path(
    const Transaction& tx, const Caller& caller, const MoveItems& input
) {
  if (!input.folder) return std::string{};
  auto folder = TRY(get_item(tx, caller, *input.folder));
  if (folder.dataset != input.dataset) return not_found("item", input.folder->text);
  if (folder.type == ItemType::dir) return std::move(folder.path);
  return fail(
      ErrorCode::invalid,
      fmt::format("`{}` is a file: nothing can be below it.", printable(folder.path))
  );
}

Result<ComingItems> find_coming_items(
    const Transaction& tx, const Caller& caller, const MoveItems& input
) {
  const auto dataset = TRY(require_movable(tx, caller, input.dataset, 1));
  const auto sets = tx.datasets().sets(dataset.id);
  ComingItems coming;
  coming.to = TRY(folder_path(tx, caller, input));
  coming.matched = TRY(match(tx, caller, dataset, input));
  coming.past = {.live = sets.live, .moment = coming.matched.moment};
  TRY(add_folders(tx, coming.matched.items - sets.file, coming));
  add_files(tx, coming.matched.items & sets.file, coming);
  TRY(require_distinct(tx, coming));
  TRY(require_free_names(tx, coming));
  return coming;
}

bool goes_along(const ComingItems& coming, std::string_view path) {
  return std::ranges::any_of(coming.named_folders, [&](const std::string& folder) {
    return is_below(path, folder);
  });
}

bool has_coming_name(
    const Transaction& tx, const ComingItems& coming, const ItemSet& files, std::string_view name
) {
  return coming.names.any_of(name, [&](Ordinal item) {
    return files.contains(item) && has_name(tx, coming.matched.dataset.id, item, name);
  });
}

Unexpected would_meet(const std::string& folder, std::string_view name) {
  return invalid_field(
      "items",
      "have one name",
      fmt::format("Two of the items would be at `{}`.", printable(path_in(folder, name)))
  );
}

}  // namespace allot
