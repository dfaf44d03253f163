#include "usecases/items/move.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "domain/item_path.h"
#include "store/item_paths.h"
#include "usecases/access.h"
#include "usecases/commands/commands.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/coming_items.h"
#include "usecases/items/path.h"
#include "usecases/items/place.h"

namespace allot {

namespace {

Unexpected moved_meanwhile() {
  return fail(ErrorCode::unavailable, "One of the folders was moved meanwhile; try again.");
}

/// The files that come at this moment: those of the snapshot that are as they were, and what
/// changed since and is named still.
struct Arrivals {
  ItemSet files;
  ItemSet hidden;
  std::size_t bytes = 0;                                // of the longest name
  std::map<std::string, Ordinal, std::less<>> changed;  // by their names
  std::vector<std::string> there;                       // names that came into the folder since
};

/// `items` are those that are named still, `changed` what is to be looked at anew.
Result<Arrivals> arrivals_of(
    const Transaction& tx, const ComingItems& coming, const ItemSet& items, const ItemSet& changed
) {
  Arrivals arrivals{.files = (coming.files & items) - changed, .hidden = {}, .bytes = coming.bytes};
  const auto& dataset = coming.matched.dataset.id;
  const auto named = items & tx.datasets().sets(dataset).file;
  std::optional<std::string> shared;
  tx.item_paths().each_of(dataset, changed, [&](Ordinal item, std::string_view path) {
    const auto name = name_of_path(path);
    if (is_in(path, coming.to)) {
      arrivals.there.emplace_back(name);
    } else if (named.contains(item) && !goes_along(coming, path)) {
      if (!arrivals.changed.emplace(name, item).second) shared = std::string(name);
      arrivals.bytes = std::max(arrivals.bytes, name.size());
    } else if (is_below(path, coming.to) && !goes_along(coming, path)) {
      arrivals.there.emplace_back(part_in(coming.to, path));
    }
  });
  if (shared) return would_meet(coming.to, *shared);
  arrivals.hidden = coming.hidden & arrivals.files;
  return arrivals;
}

/// Does anybody who comes have this name?
bool comes_with(
    const Transaction& tx,
    const ComingItems& coming,
    const Arrivals& arrivals,
    std::string_view name
) {
  return arrivals.changed.contains(name) || has_coming_name(tx, coming, arrivals.files, name);
}

/// What was compared on the snapshot needs no more.
Result<Done> require_names(
    const Transaction& tx, const ComingItems& coming, const Arrivals& arrivals
) {
  for (const auto& [name, item] : arrivals.changed) {
    const auto path = coming.to + '/' + name;
    TRY(require_free(tx, coming.matched.dataset.id, path, "items"));
    if (has_coming_name(tx, coming, arrivals.files, name)) return would_meet(coming.to, name);
  }
  for (const auto& name : arrivals.there) {
    if (comes_with(tx, coming, arrivals, name)) return path_taken(coming.to + '/' + name, "items");
  }
  const bool is_too_long = coming.to.size() + 1 + arrivals.bytes > path_bytes_max;
  if (is_too_long || parts_of(coming.to) + 1 > path_parts_max) {
    return invalid_field("items", "would have too long a path");
  }
  return Done{};
}

/// The folders that come, as they are now; the contents are those of this moment.
struct ArrivingFolder {
  Item item;
  FolderContent content;
};

Result<std::vector<ArrivingFolder>> arriving_folders(
    const Transaction& tx, const ComingItems& coming, const ItemSet& items, LookAgain look
) {
  std::vector<ArrivingFolder> folders;
  for (const auto& folder : coming.folders) {
    if (!items.contains(folder.item)) continue;  // it is gone
    auto item = tx.items().at(coming.matched.dataset.id, {&folder.item, 1}).at(0);
    if (item.path != folder.content.folder) return moved_meanwhile();
    auto content = TRY(content_now(tx, folder.content, look));
    folders.push_back({.item = std::move(item), .content = std::move(content)});
  }
  return folders;
}

/// One move, in its transaction.
class Moving {
 public:
  Moving(Env& env, Transaction& tx, const Caller& caller, const MoveItems& input)
      : env_(env), tx_(tx), caller_(caller), input_(input) {}

  Result<NewCommand> move(const ComingItems& coming, LookAgain look) {
    const auto moves = coming.folders.size() + 1;
    const auto dataset = TRY(require_movable(tx_, caller_, input_.dataset, moves));
    if (TRY(folder_path(tx_, caller_, input_)) != coming.to) return moved_meanwhile();
    const auto items = TRY(still_matching(tx_, coming.matched, look));
    const auto changed = TRY(changed_since(tx_, dataset.id, coming.past, look));
    // All is looked at before anything moves.
    const auto folders = TRY(arriving_folders(tx_, coming, items, look));
    auto arrivals = TRY(arrivals_of(tx_, coming, items, changed));
    TRY(require_names(tx_, coming, arrivals));
    for (const auto& folder : folders) TRY(move_in(dataset, folder, coming, arrivals));
    move_in(dataset, coming.to, std::move(arrivals));
    write_bulk_slice(tx_, dataset.id);
    return NewCommand{
        .project = dataset.project,
        .result =
            ItemsMoved{
                .dataset = dataset.id,
                .folder = input_.folder.value_or(root_of(dataset.id)),
                .count = count_
            }
    };
  }

 private:
  Result<Done> move_in(
      const Dataset& dataset,
      const ArrivingFolder& folder,
      const ComingItems& coming,
      const Arrivals& arrivals
  ) {
    const auto name = folder.item.name();
    if (comes_with(tx_, coming, arrivals, name)) return would_meet(coming.to, name);
    const auto to = coming.to + '/' + name;
    count_ += 1 + folder.content.items.size();
    return move_folder(env_, tx_, caller_, dataset, folder.item, folder.content, to, "items");
  }

  void move_in(const Dataset& dataset, const std::string& to, Arrivals arrivals) {
    for (const auto& [name, item] : arrivals.changed) {
      arrivals.files.insert(item);
      if (name.starts_with('.')) arrivals.hidden.insert(item);
    }
    count_ += arrivals.files.size();
    tx_.bulk_changes().change_items(
        dataset.id,
        arrivals.files,
        {.project = dataset.project,
         .actor = caller_.user,
         .at = env_.clock.now(),
         .paths = PathChange{.from = "", .to = to}},
        is_hidden_path(to) ? arrivals.files : arrivals.hidden
    );
  }

  Env& env_;
  Transaction& tx_;
  const Caller& caller_;
  const MoveItems& input_;
  std::uint64_t count_ = 0;
};

}  // namespace

Result<Command> move_items(Env& env, const Caller& caller, const MoveItems& input) {
  return match_and_change([&](LookAgain look) -> Result<Command> {
    const auto coming = TRY(read(env.store, [&](const Transaction& tx) {
      return find_coming_items(tx, caller, input);
    }));
    const auto move = [&](Transaction& tx) {
      return Moving(env, tx, caller, input).move(coming, look);
    };
    return write_command(env, Scope::dataset(input.dataset), caller, move);
  });
}

}  // namespace allot
