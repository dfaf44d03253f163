#include "usecases/items/place.h"

#include <fmt/format.h>

#include "base/function_ref.h"
#include "base/text.h"
#include "usecases/items/path.h"

namespace allot {

namespace {

/// Does any path go through this one, whether there is a folder at it or not?
bool has_below(const Transaction& tx, const DatasetId& dataset, const std::string& path) {
  return !tx.items().matching(dataset, below_folder(dataset, path)).empty();
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

query::SqlText below_folder(const DatasetId& dataset, const std::string& path) {
  return {
      .text =
          "i.key IN (SELECT b.key FROM item b WHERE b.path > ? AND b.path < ?"
          " AND b.dataset_id = ?)",
      .params = {path + '/', path + '0', dataset.text}  // '0' follows '/'
  };
}

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
  if (!is_folder && (present || !has_below(tx, dataset, path))) return Done{};
  return invalid_field(
      std::string(field),
      "names a folder",
      fmt::format("`{}` names `{}`, which is a folder.", field, printable(path))
  );
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
