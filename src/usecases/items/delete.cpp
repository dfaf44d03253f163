#include "usecases/items/delete.h"

#include "usecases/access.h"
#include "usecases/items/events.h"
#include "usecases/items/matching.h"
#include "usecases/tasks/remove_items.h"

namespace allot {

namespace {

void remove(
    Env& env, Transaction& tx, const Caller& caller, const DatasetId& dataset, const ItemSet& items
) {
  take_out_of_tasks(env, tx, caller, dataset, items);
  for (const auto& item : tx.items().at(dataset, items.to_vector())) {
    note_item_event(env, tx, caller, item, "Deleted");
  }
  tx.items().remove(dataset, items);
}

/// The item, and what is below it when it is a folder.
ItemSet with_content(const Transaction& tx, const Item& item) {
  ItemSet items{item.ordinal};
  if (item.type == ItemType::file) return items;
  const auto below = query::SqlText{
      .text = "substr(i.path, 1, length(?)) = ?", .params = {item.path + "/", item.path + "/"}
  };
  return items | tx.items().matching(item.dataset, below);
}

}  // namespace

Result<Done> delete_item(Env& env, const Caller& caller, const ItemId& id) {
  return write(env.store, [&](Transaction& tx) -> Result<Done> {
    const auto item = TRY(get_item(tx, caller, id));
    TRY(get_dataset(tx, caller, item.dataset, Verb::edit_data));
    remove(env, tx, caller, item.dataset, with_content(tx, item));
    return Done{};
  });
}

Result<std::uint64_t> delete_matching_items(
    Env& env, const Caller& caller, const DatasetId& dataset_id, const query::Query& query
) {
  const auto matching = TRY(read(env.store, [&](const Transaction& tx) -> Result<ItemSet> {
    const auto dataset = TRY(get_dataset(tx, caller, dataset_id, Verb::edit_data));
    return matching_items(tx, dataset, query);
  }));
  return write(env.store, [&](Transaction& tx) -> Result<std::uint64_t> {
    TRY(get_dataset(tx, caller, dataset_id, Verb::edit_data));
    const auto items = matching & tx.datasets().sets(dataset_id).live;
    remove(env, tx, caller, dataset_id, items);
    return items.size();
  });
}

}  // namespace allot
