#pragma once

#include <vector>

#include "query/query.h"
#include "usecases/items/view.h"

namespace allot {

struct ItemPage {
  std::vector<ItemView> items;
  std::uint64_t total = 0;
};

/// One page of the items that the query matches and the caller may see, in the query's order. Reads
/// one snapshot. Errors: not_found (dataset).
[[nodiscard]] Result<ItemPage> query_items(
    Env& env, const Caller& caller, const DatasetId& dataset, const query::Query& query
);

/// Errors: not_found.
[[nodiscard]] Result<ItemView> read_item(Env& env, const Caller& caller, const ItemId& id);

/// For addresses that name both. Errors: not_found (the item, or it is in another dataset).
[[nodiscard]] Result<Done> require_in_dataset(
    Env& env, const Caller& caller, const ItemId& id, const DatasetId& dataset
);

/// Where an item's bytes are. `redirect` is set for links to addresses elsewhere.
struct ItemContent {
  Item item;
  std::filesystem::path file;
  std::uint64_t size = 0;
  std::string media_type;
  std::string redirect;
};

/// The bytes of an item; those of the target for a link to another item, with the caller's right on
/// the target. Errors: not_found (item, or target), invalid (a
/// folder, or a link to what is no web address).
[[nodiscard]] Result<ItemContent> read_content(Env& env, const Caller& caller, const ItemId& id);

/// All folders of a dataset, by path. Errors: not_found.
[[nodiscard]] Result<std::vector<ItemView>> list_folders(
    Env& env, const Caller& caller, const DatasetId& dataset
);

}  // namespace allot
