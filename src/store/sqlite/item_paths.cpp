#include <algorithm>

#include "store/sqlite/dataset_state.h"
#include "store/sqlite/moved_paths.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

Ordinal ordinal_of(std::int64_t key) {
  return static_cast<Ordinal>(key & 0xffffffff);
}

/// Where the rows are that may be of what is below a folder.
struct Sources {
  std::vector<std::string> folders;  // whose rows say that they are below one of these; none is
                                     // below another
  ItemSet items;                     // whatever their rows say
};

/// Does the move bring into the folder what was anywhere?
bool brings_all_below(const PathChange& move, const std::string& folder) {
  return is_below(move.to, folder) || (move.from.empty() && move.to == folder);
}

Sources sources_below(Database& db, const std::vector<Move>& moves, const std::string& folder) {
  Sources sources{.folders = {folder}, .items = {}};
  auto& folders = sources.folders;
  for (const auto& move : moves) {
    const auto later = folders;  // where it may have been right after this move
    bool brings_all = false;
    for (const auto& now : later) {
      brings_all = brings_all || brings_all_below(move.paths, now);
      const auto before = path_before(move.paths, now);
      if (before && std::ranges::find(folders, *before) == folders.end()) {
        folders.push_back(*before);
      }
    }
    if (brings_all) sources.items |= members_of(db, move);
  }
  std::erase_if(folders, [all = folders](const std::string& each) {
    return std::ranges::any_of(all, [&](const std::string& other) {
      return is_below(each, other);
    });
  });
  return sources;
}

/// One that may be below the folder: its path when it is, nullptr otherwise. False: that was
/// enough.
using Look = FunctionRef<bool(Ordinal item, const std::string* path)>;

/// A walk through what may be below a folder.
class Walk {
 public:
  Walk(Context& context, const DatasetId& dataset, const std::string& folder, Look look)
      : context_(context),
        db_(context.db),
        dataset_(dataset),
        folder_(folder),
        look_(look),
        live_(live_items(context, dataset)),
        current_(db_, dataset) {}

  void go() {
    const auto number = dataset_number(context_, dataset_);
    if (!number) return;
    const auto moves = moves_of(db_, dataset_);
    const auto sources = sources_below(db_, moves, folder_);
    if (!look_at_items(*number, sources.items & live_)) return;
    for (const auto& folder : sources.folders) {
      if (!look_below(folder, sources.items, !moves.empty())) return;
    }
  }

 private:
  bool look_at_items(std::int64_t number, const ItemSet& items) {
    auto row = db_.query("SELECT folded, path FROM item WHERE key = ?");
    bool goes_on = true;
    items.for_each([&](Ordinal item) {
      if (!goes_on || !row.bind(first_key(number) + item).next()) return row.reset();
      std::int64_t folded = 0;
      std::string_view stored;
      row.read(folded, stored);
      const auto path = current_.of(item, folded, stored);
      row.reset();
      goes_on = look(item, path);
    });
    return goes_on;
  }

  /// Those whose rows say that they are below this folder, but for `seen`.
  bool look_below(const std::string& folder, const ItemSet& seen, bool may_differ) {
    const auto first = folder + '/';
    const auto behind = folder + '0';  // follows '/'
    auto rows = db_.query(
        "SELECT key, path FROM item INDEXED BY item_path"
        " WHERE path > ? AND path < ? AND dataset_id = ?"
    );
    rows.bind(first, behind, dataset_);
    while (rows.next()) {
      std::int64_t key = 0;
      std::string path;
      rows.read(key, path);
      const auto item = ordinal_of(key);
      if (seen.contains(item)) continue;
      if (!live_.contains(item)) {
        if (!look_(item, nullptr)) return false;
        continue;
      }
      if (may_differ && current_.may_differ(item)) path = current_.of(item, folded_of(key), path);
      if (!look(item, path)) return false;
    }
    return true;
  }

  [[nodiscard]] std::int64_t folded_of(std::int64_t key) {
    return db_.query("SELECT folded FROM item WHERE key = ?").bind(key).one<std::int64_t>();
  }

  bool look(Ordinal item, const std::string& path) {
    return look_(item, is_below(path, folder_) ? &path : nullptr);
  }

  Context& context_;
  Database& db_;
  const DatasetId& dataset_;
  const std::string& folder_;
  Look look_;
  ItemSet live_;
  CurrentPaths current_;
};

class SqliteItemPaths final : public ItemPaths {
 public:
  explicit SqliteItemPaths(Context& context) : context_(context), db_(context.db) {}

  void each_below(const DatasetId& dataset, const std::string& folder, Visit visit) const override {
    const auto look = [&](Ordinal item, const std::string* path) {
      if (path != nullptr) visit(item, *path);
      return true;
    };
    Walk(context_, dataset, folder, look).go();
  }

  void each_of(const DatasetId& dataset, const ItemSet& items, Visit visit) const override {
    const auto number = dataset_number(context_, dataset);
    if (!number) return;
    CurrentPaths current(db_, dataset);
    const bool may_differ = has_moves(db_, dataset);
    auto row = db_.query("SELECT folded, path FROM item WHERE key = ?");
    live_among(context_, dataset, items).for_each([&](Ordinal item) {
      std::int64_t folded = 0;
      std::string path;
      const bool is_there = row.bind(first_key(*number) + item).next();
      if (is_there) row.read(folded, path);
      row.reset();
      if (!is_there) return;
      visit(item, may_differ ? current.of(item, folded, path) : path);
    });
  }

  std::optional<bool> has_below(const DatasetId& dataset, const std::string& path) const override {
    constexpr int most_passed_over = 20'000;
    int passed_over = 0;
    bool is_found = false;
    const auto look = [&](Ordinal, const std::string* found) {
      is_found = found != nullptr;
      return !is_found && ++passed_over < most_passed_over;
    };
    Walk(context_, dataset, path, look).go();
    if (!is_found && passed_over >= most_passed_over) return std::nullopt;
    return is_found;
  }

 private:
  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<ItemPaths> make_item_paths(Context& context) {
  return std::make_unique<SqliteItemPaths>(context);
}

}  // namespace allot::sqlite
