#include "usecases/items/place.h"

#include <fmt/format.h>

#include "base/function_ref.h"
#include "base/text.h"
#include "domain/item_path.h"
#include "store/item_paths.h"
#include "usecases/items/path.h"

namespace allot {

namespace {

/// Does any path go through this one, whether there is a folder at it or not?
Result<bool> has_below(const Transaction& tx, const DatasetId& dataset, const std::string& path) {
  const auto found = tx.item_paths().has_below(dataset, path);
  if (found) return *found;
  return fail(
      ErrorCode::unavailable,
      fmt::format("What went from below `{}` is still being written; try again.", printable(path))
  );
}

/// The folders of a path, the uppermost first.
Result<Done> for_each_folder(
    const std::string& path, FunctionRef<Result<Done>(const std::string&)> visit
) {
  for (auto slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    TRY(visit(path.substr(0, slash)));
  }
  return Done{};
}

Result<Done> require_no_file(
    const std::optional<Item>& item, const std::string& path, std::string_view field
) {
  if (!item || item->type == ItemType::dir) return Done{};
  return invalid_field(
      std::string(field),
      "goes through a file",
      fmt::format(
          "`{}` goes through `{}`, which is a file: nothing can be below it.",
          field,
          printable(path)
      )
  );
}

}  // namespace

Result<Done> require_no_file_above(
    const Transaction& tx, const DatasetId& dataset, const std::string& path, std::string_view field
) {
  return for_each_folder(path, [&](const std::string& folder) {
    return require_no_file(tx.items().at_path(dataset, folder), folder, field);
  });
}

Result<Done> require_place_for_file(
    const Transaction& tx, const DatasetId& dataset, const std::string& path, std::string_view field
) {
  TRY(require_no_file_above(tx, dataset, path, field));
  const auto present = tx.items().at_path(dataset, path);
  const bool is_folder = present && present->type == ItemType::dir;
  if (!is_folder && (present || !TRY(has_below(tx, dataset, path)))) return Done{};
  return invalid_field(
      std::string(field),
      "names a folder",
      fmt::format("`{}` names `{}`, which is a folder.", field, printable(path))
  );
}

Result<Done> require_free(
    const Transaction& tx, const DatasetId& dataset, const std::string& path, std::string_view field
) {
  const bool is_taken = tx.items().at_path(dataset, path) || TRY(has_below(tx, dataset, path));
  if (is_taken) return path_taken(path, field);
  return Done{};
}

Unexpected path_taken(const std::string& path, std::string_view field) {
  return invalid_field(
      std::string(field),
      "is taken",
      fmt::format("`{}` is taken: there is something at `{}`.", field, printable(path))
  );
}

ItemId root_of(const DatasetId& dataset) {
  return {dataset.text};
}

Item make_item(
    Env& env, const Caller& caller, const DatasetId& dataset, const std::string& path, ItemType type
) {
  const auto now = env.clock.now();
  return {
      .dataset = dataset,
      .id = env.ids.next<ItemId>(),
      .type = type,
      .path = path,
      .hidden = is_hidden_path(path),
      .creator = caller.user,
      .updated_by = caller.user,
      .metadata = R"({"system":{}})",
      .created_at = now,
      .updated_at = now
  };
}

Result<Done> make_folders_above(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const DatasetId& dataset,
    const std::string& path,
    std::string_view field
) {
  return for_each_folder(path, [&](const std::string& folder) -> Result<Done> {
    const auto present = tx.items().at_path(dataset, folder);
    TRY(require_no_file(present, folder, field));
    if (!present) tx.items().add(make_item(env, caller, dataset, folder, ItemType::dir));
    return Done{};
  });
}

}  // namespace allot
