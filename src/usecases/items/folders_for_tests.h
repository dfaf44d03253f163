#pragma once

#include <map>
#include <string>

#include "store/item_paths.h"
#include "support/must.h"
#include "support/world.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/change.h"
#include "usecases/items/delete.h"
#include "usecases/items/move.h"
#include "usecases/items/place.h"
#include "usecases/items/read.h"

namespace allot::test {

/// A dataset whose files are put where a test wants them.
class Folders {
 public:
  World world;

  Env& env() { return world.env(); }

  /// A new file, with the folders above it.
  ItemId put(const std::string& path) { return must(made(path, ItemType::file)); }

  ItemId folder(const std::string& path) {
    if (const auto there = at(path)) return *there;
    return must(made(path, ItemType::dir));
  }

  /// What is below it stays, as queries of earlier versions left it (B-471).
  void remove_folder_alone(const std::string& path) {
    must(write(env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      const auto folder = tx.items().at_path(world.dataset(), path).value();
      tx.items().remove(
          world.dataset(),
          ItemSet{folder.ordinal},
          {.project = world.project(), .actor = world.manager().user, .at = env().clock.now()}
      );
      return Done{};
    }));
  }

  Result<ItemView> move(const ItemId& id, const std::string& path) {
    return change_item(env(), world.manager(), {.item = id, .path = path});
  }

  /// How many are at another path now.
  Result<std::uint64_t> move_into(
      const ItemId& into, std::variant<std::vector<ItemId>, query::Query> which
  ) {
    return move_into(env(), into, std::move(which));
  }

  Result<std::uint64_t> move_into_root(std::variant<std::vector<ItemId>, query::Query> which) {
    return move_into(env(), std::nullopt, std::move(which));
  }

  Result<std::uint64_t> move_into(
      Env& by,
      const std::optional<ItemId>& into,
      std::variant<std::vector<ItemId>, query::Query> which
  ) {
    const auto command = TRY(move_items(
        by, world.manager(), {.dataset = world.dataset(), .folder = into, .which = std::move(which)}
    ));
    return std::get<ItemsMoved>(command.result).count;
  }

  static query::Query query(const std::string& filter) {
    return must(query::parse_query(R"({"filter":)" + filter + "}"));
  }

  std::string path_of(const ItemId& id) {
    return must(read_item(env(), world.manager(), id)).item.path;
  }

  std::optional<ItemId> at(const std::string& path) {
    return read(env().store, [&](const Transaction& tx) -> std::optional<ItemId> {
      const auto item = tx.items().at_path(world.dataset(), path);
      return item ? std::optional(item->id) : std::nullopt;
    });
  }

  /// Everything that is there.
  std::map<std::string, ItemId> all() {
    std::map<std::string, ItemId> found;
    read(env().store, [&](const Transaction& tx) {
      const auto live = tx.datasets().sets(world.dataset()).live.to_vector();
      for (const auto& item : tx.items().at(world.dataset(), live)) {
        EXPECT_TRUE(found.emplace(item.path, item.id).second) << item.path;
      }
      return 0;
    });
    return found;
  }

  std::vector<std::string> paths() {
    std::vector<std::string> paths;
    for (const auto& [path, id] : all()) paths.push_back(path);
    return paths;
  }

  /// How many files the filter matches.
  std::uint64_t count(const std::string& filter) {
    return must(query_items(env(), world.manager(), world.dataset(), query(filter))).total;
  }

  /// Goes on with what is yet to come to the rows; false: nothing is.
  bool write_some() {
    return must(write(env().store, Scope::everything(), [&](Transaction& tx) -> Result<bool> {
      if (tx.bulk_changes().pending_of(world.dataset()) == 0) return false;
      write_bulk_slice(tx, world.dataset());
      return true;
    }));
  }

 private:
  Result<ItemId> made(const std::string& path, ItemType type) {
    return write(env().store, Scope::everything(), [&](Transaction& tx) -> Result<ItemId> {
      const auto mia = world.manager();
      TRY(make_folders_above(env(), tx, mia, world.dataset(), path));
      const auto item = make_item(env(), mia, world.dataset(), path, type);
      tx.items().add(item);
      return item.id;
    });
  }
};

}  // namespace allot::test
