#include "usecases/items/folder_content.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/item_path.h"
#include "store/item_paths.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/path.h"
#include "usecases/items/place.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// Gathers what is below a folder.
class Gathering {
 public:
  explicit Gathering(FolderContent& content) : content_(content) {}

  /// `path` is below the folder.
  void add(Ordinal item, std::string_view path) {
    const auto rest = path.substr(content_.folder.size());
    items_.push_back(item);
    if (is_hidden_path(rest)) hidden_.push_back(item);
    content_.bytes = std::max(content_.bytes, rest.size());
    content_.parts = std::max(content_.parts, parts_of(rest));
  }

  void finish() {
    content_.items |= ItemSet::of(items_);
    content_.hidden |= ItemSet::of(hidden_);
  }

 private:
  FolderContent& content_;
  std::vector<Ordinal> items_;
  std::vector<Ordinal> hidden_;
};

Result<Done> require_lengths(
    const FolderContent& content, const std::string& to, std::string_view field
) {
  if (to.size() + content.bytes > path_bytes_max) {
    return invalid_field(
        std::string(field),
        fmt::format("gives something below the folder a path of over {} bytes", path_bytes_max)
    );
  }
  if (parts_of(to) + content.parts > path_parts_max) {
    return invalid_field(
        std::string(field),
        fmt::format("gives something below the folder over {} parts", path_parts_max)
    );
  }
  return Done{};
}

}  // namespace

FolderContent content_of(
    const Transaction& tx, const DatasetId& dataset, const std::string& folder
) {
  FolderContent content{
      .dataset = dataset,
      .folder = folder,
      .items = {},
      .hidden = {},
      .to = {},
      .live = tx.datasets().sets(dataset).live,
      .moment = tx.datasets().moment()
  };
  Gathering gathering(content);
  tx.item_paths().each_below(dataset, folder, [&](Ordinal item, std::string_view path) {
    gathering.add(item, path);
  });
  gathering.finish();
  return content;
}

FolderContent content_of(
    const Transaction& tx,
    const DatasetId& dataset,
    const std::string& folder,
    const std::string& to
) {
  auto content = content_of(tx, dataset, folder);
  bool is_free = !tx.items().at_path(dataset, to);
  if (is_free) {
    tx.item_paths().each_below(dataset, to, [&](Ordinal, std::string_view) { is_free = false; });
  }
  if (is_free) content.to = to;
  return content;
}

Result<FolderContent> content_now(const Transaction& tx, FolderContent content, LookAgain look) {
  const auto& dataset = content.dataset;
  const auto changed =
      TRY(changed_since(tx, dataset, {.live = content.live, .moment = content.moment}, look));
  content.live = tx.datasets().sets(dataset).live;
  content.moment = tx.datasets().moment();
  content.items = (content.items & content.live) - changed;
  content.hidden &= content.items;
  Gathering gathering(content);
  tx.item_paths().each_of(dataset, changed, [&](Ordinal item, std::string_view path) {
    if (is_below(path, content.folder)) gathering.add(item, path);
    if (path == content.to || is_below(path, content.to)) content.to.clear();
  });
  gathering.finish();
  return content;
}

namespace {

/// So much may have gone from below the place a moment ago that it takes long to tell whether it is
/// free; the look before has told.
Result<Done> require_free_place(
    const Transaction& tx,
    const FolderContent& content,
    const std::string& to,
    std::string_view field
) {
  if (content.to != to) return require_free(tx, content.dataset, to, field);
  if (tx.items().at_path(content.dataset, to)) return path_taken(to, field);
  return Done{};
}

}  // namespace

Result<Done> move_folder(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Dataset& dataset,
    Item folder,
    const FolderContent& content,
    const std::string& to,
    std::string_view field
) {
  CHECK(content.folder == folder.path);
  if (is_below(to, folder.path)) {
    return invalid_field(
        std::string(field),
        "is inside the folder itself",
        fmt::format("`{}` names `{}`, which is inside the folder itself.", field, printable(to))
    );
  }
  TRY(require_free_place(tx, content, to, field));
  TRY(require_lengths(content, to, field));
  TRY(require_room_for_bulk_change(tx, dataset.id));
  TRY(make_folders_above(env, tx, caller, dataset.id, to, field));
  const PathChange paths{.from = folder.path, .to = to};
  const auto now = env.clock.now();
  folder.path = to;
  folder.hidden = is_hidden_path(to);
  folder.updated_by = caller.user;
  folder.updated_at = now;
  tx.items().update(folder);
  tell(env, tx, caller, dataset.project, updated(folder.id));
  tx.bulk_changes().change_items(
      dataset.id,
      content.items,
      {.project = dataset.project, .actor = caller.user, .at = now, .paths = paths},
      folder.hidden ? content.items : content.hidden
  );
  return Done{};
}

}  // namespace allot
