#include "usecases/items/change.h"

#include "json/text.h"
#include "usecases/access.h"
#include "usecases/datasets/writable.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/matching.h"
#include "usecases/items/path.h"
#include "usecases/items/place.h"
#include "usecases/items/upload.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

Result<std::string> allowed_difference(const std::string& difference, bool system) {
  if (!json::is_object(difference)) return invalid_field("metadata", "must be a JSON object");
  return system ? without_owned_keys(difference) : json::without_members(difference, {"system"});
}

Result<Done> move(
    Env& env, Transaction& tx, const Caller& caller, Item& item, const std::string& to
) {
  if (to == item.path) return Done{};  // also one that no rule of today takes
  const auto path = TRY(parse_item_path(to, "filename"));
  if (path == item.path) return Done{};
  if (item.type == ItemType::dir) return invalid_field("filename", "of a folder cannot be changed");
  if (tx.items().at_path(item.dataset, path)) return invalid_field("filename", "is taken");
  TRY(require_place_for_file(tx, item.dataset, path, "filename"));
  TRY(make_folders_above(env, tx, caller, item.dataset, path, "filename"));
  item.path = path;
  item.hidden = is_hidden_path(path);
  return Done{};
}

}  // namespace

Result<ItemView> change_item(Env& env, const Caller& caller, const ChangeItem& input) {
  return write(env.store, scope_of(input.item), [&](Transaction& tx) -> Result<ItemView> {
    auto item = TRY(get_item(tx, caller, input.item));
    const auto dataset = TRY(get_dataset(tx, caller, item.dataset, Verb::edit_data));
    TRY(require_writable(dataset));
    if (input.path) TRY(move(env, tx, caller, item, *input.path));
    if (input.description) item.description = *input.description;
    if (input.metadata) {
      const auto difference = TRY(allowed_difference(*input.metadata, input.system));
      item.metadata = TRY(json::merged(item.metadata, difference));
    }
    item.updated_by = caller.user;
    item.updated_at = env.clock.now();
    tx.items().update(item);
    tell(env, tx, caller, dataset.project, updated(item.id));
    const Sight sight(tx, caller, item.dataset);
    auto views = view_items(tx, sight, item.dataset, {&item.ordinal, 1});
    return std::move(views.front());
  });
}

Result<std::uint64_t> change_matching_items(
    Env& env,
    const Caller& caller,
    const DatasetId& dataset_id,
    const query::Query& query,
    const std::string& metadata_difference,
    bool system
) {
  const auto difference = TRY(allowed_difference(metadata_difference, system));
  return match_and_change([&](LookAgain look) -> Result<std::uint64_t> {
    const auto matched = TRY(read(env.store, [&](const Transaction& tx) -> Result<Matched> {
      const auto dataset = TRY(get_dataset(tx, caller, dataset_id, Verb::edit_data));
      TRY(require_writable(dataset));
      TRY(require_room_for_bulk_change(tx, dataset_id));
      return match_items(tx, caller, dataset, query);
    }));
    if (difference == "{}") return matched.items.size();
    const auto change = [&](Transaction& tx) -> Result<std::uint64_t> {
      const auto dataset = TRY(get_dataset(tx, caller, dataset_id, Verb::edit_data));
      TRY(require_writable(dataset));
      TRY(require_room_for_bulk_change(tx, dataset_id));
      const auto items = TRY(still_matching(tx, matched, look));
      tx.bulk_changes().change_items(
          dataset_id,
          items,
          {.difference = difference,
           .project = dataset.project,
           .actor = caller.user,
           .at = env.clock.now()}
      );
      write_bulk_slice(tx, dataset_id);
      return items.size();
    };
    return write(env.store, Scope::dataset(dataset_id), change, "items/change_by_query");
  });
}

}  // namespace allot
