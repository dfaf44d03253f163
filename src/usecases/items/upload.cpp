#include "usecases/items/upload.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "base/text.h"
#include "json/text.h"
#include "usecases/access.h"
#include "usecases/datasets/writable.h"
#include "usecases/items/metadata_difference.h"
#include "usecases/items/path.h"
#include "usecases/items/picture.h"
#include "usecases/items/place.h"
#include "usecases/telling.h"

namespace allot {

namespace {

constexpr std::uint64_t link_bytes_max = 1 << 20;

void set_system(std::string& metadata, std::string_view key, const std::string& json) {
  metadata = json::with_member(metadata, "system." + std::string(key), json);
}

/// A JSON file that speaks of itself as the platform's: its `metadata` says what it is (links,
/// prompts, saved filters).
std::optional<std::string> shebang_of(const SpooledFile& file) {
  if (file.size() == 0 || file.size() > link_bytes_max) return std::nullopt;
  std::ifstream in(file.path(), std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  const auto content = text.str();
  if (content.find("\"shebang\"") == std::string::npos || !json::is_object(content))
    return std::nullopt;
  if (json::string_member(content, "shebang") != "dataloop") return std::nullopt;
  return json::member(content, "metadata");
}

std::string media_type(const UploadItem& input, const SpooledFile& file) {
  const bool known = !input.media_type.empty() && input.media_type != "application/octet-stream";
  return known ? input.media_type : sniff_media_type(file.path());
}

/// What the server itself knows of the bytes.
std::string with_facts(std::string metadata, const UploadItem& input, const SpooledFile& file) {
  if (!json::member(metadata, "system")) metadata = json::with_member(metadata, "system", "{}");
  set_system(metadata, "size", std::to_string(file.size()));
  set_system(metadata, "mimetype", json::quoted(media_type(input, file)));
  set_system(metadata, "originalname", json::quoted(input.original_name));
  set_system(metadata, "encoding", "\"7bit\"");
  if (const auto size = read_picture_size(file.path())) {
    set_system(metadata, "width", std::to_string(size->width));
    set_system(metadata, "height", std::to_string(size->height));
  }
  if (const auto shebang = shebang_of(file)) {
    set_system(metadata, "shebang", *shebang);
    if (const auto type = json::string_member(*shebang, "linkInfo.mimetype")) {
      set_system(metadata, "mimetype", json::quoted(*type));
    }
  }
  return metadata;
}

Result<std::string> checked_metadata(const UploadItem& input) {
  if (!input.metadata) return std::string(R"({"system":{}})");
  if (!json::is_object(*input.metadata)) {
    return invalid_field("metadata", "must be a JSON object");
  }
  if (const auto user = json::member(*input.metadata, "user"); user && !json::is_object(*user)) {
    return invalid_field("metadata.user", "must be a JSON object");
  }
  return without_owned_keys(*input.metadata);
}

Item overwritten(Item item, const UploadItem& input, const std::string& metadata) {
  // The user's metadata is replaced when some was sent; the server's facts always are, and what
  // else stands with these stays.
  const auto facts = json::member(metadata, "system").value_or("{}");
  const auto merged = json::merged(
      json::without_members(item.metadata, {"system.width", "system.height", "system.shebang"}),
      R"({"system":)" + facts + "}"
  );
  CHECK(merged.has_value());
  auto replaced = input.metadata ? metadata : *merged;
  if (input.metadata) {
    const auto user = json::member(item.metadata, "user");
    if (user && !json::member(metadata, "user")) {
      replaced = json::with_member(replaced, "user", *user);
    }
    replaced = json::with_member(replaced, "system", json::member(*merged, "system").value());
  }
  item.metadata = std::move(replaced);
  if (input.description) item.description = *input.description;
  return item;
}

ItemView view_of(
    const Transaction& tx, const Caller& caller, const DatasetId& dataset, Ordinal ordinal
) {
  auto views = view_items(tx, Sight(tx, caller, dataset), dataset, {&ordinal, 1});
  CHECK(views.size() == 1);
  return std::move(views.front());
}

/// The stored item, when this upload is to leave it alone.
Result<std::optional<Uploaded>> skipped(
    const Transaction& tx, const Caller& caller, const UploadItem& input, const std::string& path
) {
  TRY(require_writable(TRY(get_dataset(tx, caller, input.dataset, Verb::edit_data))));
  TRY(require_place_for_file(tx, input.dataset, path));
  const auto existing = tx.items().at_path(input.dataset, path);
  if (!existing || input.overwrite) return std::optional<Uploaded>{};
  return std::optional(Uploaded{
      .view = view_of(tx, caller, input.dataset, existing->ordinal), .effect = UploadEffect::skipped
  });
}

ItemView view_of_root(const Dataset& dataset) {
  return {
      .item =
          {.dataset = dataset.id,
           .id = root_of(dataset.id),
           .type = ItemType::dir,
           .path = "/",
           .creator = dataset.creator,
           .updated_by = dataset.updated_by,
           .description = {},
           .spec = {},
           .content = {},
           .metadata = R"({"system":{}})",
           .created_at = dataset.created_at,
           .updated_at = dataset.updated_at},
      .references = {},
      .log = {},
      .annotations = 0,
      .annotation_statuses = {}
  };
}

}  // namespace

Result<Uploaded> upload_item(
    Env& env, const Caller& caller, const UploadItem& input, SpooledFile file
) {
  const auto path = TRY(parse_item_path(input.path));
  const auto metadata = with_facts(TRY(checked_metadata(input)), input, file);
  const auto early =
      TRY(read(env.store, [&](const Transaction& tx) { return skipped(tx, caller, input, path); }));
  if (early) return *early;
  const auto size = file.size();
  const auto content = file.sha256();
  env.files.keep(file);
  env.meters.uploaded_bytes.add(size);
  return write(env.store, Scope::dataset(input.dataset), [&](Transaction& tx) -> Result<Uploaded> {
    // Somebody may have uploaded to the same path since.
    if (auto present = TRY(skipped(tx, caller, input, path))) return *std::move(present);
    auto existing = tx.items().at_path(input.dataset, path);
    auto item = existing ? overwritten(*existing, input, metadata)
                         : make_item(env, caller, input.dataset, path, ItemType::file);
    if (!existing) {
      item.metadata = metadata;
      item.description = input.description.value_or("");
      TRY(make_folders_above(env, tx, caller, input.dataset, path));
      // Folders came first: the file's id must be the newest.
      item.id = env.ids.next<ItemId>();
    }
    item.size = size;
    item.content = content;
    item.updated_by = caller.user;
    item.updated_at = env.clock.now();
    if (existing) {
      tx.items().update(item);
    } else {
      item.ordinal = tx.items().add(item);
    }
    const auto dataset = tx.datasets().find(input.dataset);
    CHECK(dataset.has_value());
    tell(env, tx, caller, dataset->project, existing ? updated(item.id) : created(item.id));
    return Uploaded{
        .view = view_of(tx, caller, input.dataset, item.ordinal),
        .effect = existing ? UploadEffect::overwritten : UploadEffect::created
    };
  });
}

Result<ItemView> make_folder(
    Env& env, const Caller& caller, const DatasetId& dataset, const std::string& given
) {
  if (is_root(given)) {
    return read(env.store, [&](const Transaction& tx) -> Result<ItemView> {
      return view_of_root(TRY(get_dataset(tx, caller, dataset, Verb::edit_data)));
    });
  }
  const auto path = TRY(parse_item_path(given));
  return write(env.store, Scope::dataset(dataset), [&](Transaction& tx) -> Result<ItemView> {
    const auto present = TRY(get_dataset(tx, caller, dataset, Verb::edit_data));
    if (const auto existing = tx.items().at_path(dataset, path)) {
      if (existing->type == ItemType::file) {
        return invalid_field(
            "path",
            "names a file",
            fmt::format("`path` names `{}`, which is a file.", printable(path))
        );
      }
      return view_of(tx, caller, dataset, existing->ordinal);
    }
    TRY(require_writable(present));
    TRY(make_folders_above(env, tx, caller, dataset, path));
    const auto ordinal = tx.items().add(make_item(env, caller, dataset, path, ItemType::dir));
    return view_of(tx, caller, dataset, ordinal);
  });
}

}  // namespace allot
