#include "usecases/items/change.h"

#include "domain/item_path.h"
#include "json/text.h"
#include "usecases/access.h"
#include "usecases/datasets/writable.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/folder_content.h"
#include "usecases/items/metadata_difference.h"
#include "usecases/items/path.h"
#include "usecases/items/place.h"
#include "usecases/items/writable.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

constexpr std::string_view path_field = "filename";

/// Where it is to go; nullopt: it stays.
Result<std::optional<std::string>> destination(const ChangeItem& input, const Item& item) {
  // What is there may be a path that no rule of today takes.
  if (!input.path || *input.path == item.path) return std::optional<std::string>{};
  auto path = TRY(parse_item_path(*input.path, path_field));
  if (path == item.path) return std::optional<std::string>{};
  return std::optional(std::move(path));
}

Result<Done> move_file(
    Env& env, Transaction& tx, const Caller& caller, Item& item, const std::string& to
) {
  const auto present = tx.items().at_path(item.dataset, to);
  if (present && present->type == ItemType::file) return path_taken(to, path_field);
  TRY(require_place_for_file(tx, item.dataset, to, path_field));
  TRY(make_folders_above(env, tx, caller, item.dataset, to, path_field));
  item.path = to;
  item.hidden = is_hidden_path(to);
  return Done{};
}

/// All but the path.
Result<Done> apply(const ChangeItem& input, Item& item) {
  if (input.description) item.description = *input.description;
  if (!input.metadata) return Done{};
  const auto difference = TRY(allowed_difference(*input.metadata, input.system));
  item.metadata = TRY(json::merged(item.metadata, difference));
  return Done{};
}

void store(Env& env, Transaction& tx, const Caller& caller, WritableItem& found) {
  found.item.updated_by = caller.user;
  found.item.updated_at = env.clock.now();
  tx.items().update(found.item);
  tell(env, tx, caller, found.dataset.project, updated(found.item.id));
}

ItemView view_of(const Transaction& tx, const Caller& caller, const Item& item) {
  const Sight sight(tx, caller, item.dataset);
  auto views = view_items(tx, sight, item.dataset, {&item.ordinal, 1});
  return std::move(views.front());
}

/// What is below the folder that the change moves; nullopt: it moves none.
Result<std::optional<FolderContent>> content_that_moves(
    Env& env, const Caller& caller, const ChangeItem& input
) {
  using Content = std::optional<FolderContent>;
  if (!input.path) return Content{};
  return read(env.store, [&](const Transaction& tx) -> Result<Content> {
    const auto [item, dataset] = TRY(get_writable_item(tx, caller, input.item));
    const auto to = TRY(destination(input, item));
    if (!to || item.type == ItemType::file) return Content{};
    return Content(content_of(tx, item.dataset, item.path, *to));
  });
}

/// `content` is that of a look before.
Result<ItemView> change(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const ChangeItem& input,
    const std::optional<FolderContent>& content,
    LookAgain look
) {
  auto found = TRY(get_writable_item(tx, caller, input.item));
  auto& item = found.item;
  TRY(apply(input, item));
  const auto to = TRY(destination(input, item));
  const bool is_file = item.type == ItemType::file;
  if (to && is_file) TRY(move_file(env, tx, caller, item, *to));
  if (!to || is_file) {
    store(env, tx, caller, found);
    return view_of(tx, caller, item);
  }
  if (!content || content->folder != item.path) {
    return fail(ErrorCode::unavailable, "The folder was moved meanwhile; try again.");
  }
  const auto now = TRY(content_now(tx, *content, look));
  TRY(move_folder(env, tx, caller, found.dataset, item, now, *to, path_field));
  write_bulk_slice(tx, item.dataset);
  return view_of(tx, caller, item);
}

}  // namespace

Result<ItemView> change_item(Env& env, const Caller& caller, const ChangeItem& input) {
  return match_and_change([&](LookAgain look) -> Result<ItemView> {
    const auto content = TRY(content_that_moves(env, caller, input));
    return write(env.store, scope_of(input.item), [&](Transaction& tx) {
      return change(env, tx, caller, input, content, look);
    });
  });
}

}  // namespace allot
