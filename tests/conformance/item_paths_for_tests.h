#pragma once

// A dataset whose items move (docs/adr/0054).

#include <map>

#include "conformance/fixture.h"
#include "store/item_paths.h"

namespace allot::conformance {

using Paths = std::map<std::string, Ordinal>;

class PathsOfAStore : public FileStoreTest {
 protected:
  Ordinal add(const std::string& path, ItemType type = ItemType::file) {
    Ordinal ordinal = 0;
    auto item = new_item(dataset, path);
    item.type = type;
    item.hidden = is_hidden_path(path);
    change([&](Transaction& tx) { ordinal = tx.items().add(item); });
    return ordinal;
  }

  Ordinal add_folder(const std::string& path) { return add(path, ItemType::dir); }

  void move(const ItemSet& items, const PathChange& paths, const ItemSet& hidden = {}) {
    clock.advance(std::chrono::milliseconds{1});
    change([&](Transaction& tx) {
      tx.bulk_changes().change_items(
          dataset,
          items,
          {.project = ProjectId{"project"},
           .actor = UserId{"ada"},
           .at = clock.now(),
           .paths = paths},
          hidden
      );
    });
  }

  BulkChanges::Slice take(std::uint64_t rows) {
    BulkChanges::Slice slice;
    change([&](Transaction& tx) {
      slice = tx.bulk_changes().take(dataset, rows).value_or(BulkChanges::Slice{});
    });
    return slice;
  }

  bool is_pending() {
    return look([](const Transaction& tx) { return tx.bulk_changes().pending().has_value(); });
  }

  void rename(Ordinal ordinal, const std::string& path) {
    change([&](Transaction& tx) {
      auto item = tx.items().at(dataset, {&ordinal, 1}).at(0);
      item.path = path;
      item.hidden = is_hidden_path(path);
      tx.items().update(item);
    });
  }

  std::string path_of(Ordinal ordinal) {
    return look([&](const Transaction& tx) { return tx.items().at(dataset, {&ordinal, 1}).at(0); }
    ).path;
  }

  std::optional<Ordinal> at(const std::string& path) {
    return look([&](const Transaction& tx) -> std::optional<Ordinal> {
      const auto item = tx.items().at_path(dataset, path);
      return item ? std::optional(item->ordinal) : std::nullopt;
    });
  }

  Paths below(const std::string& where) {
    Paths found;
    look([&](const Transaction& tx) {
      tx.item_paths().each_below(dataset, where, [&](Ordinal item, std::string_view path) {
        EXPECT_TRUE(found.emplace(path, item).second) << path;
      });
      return 0;
    });
    return found;
  }

  std::optional<bool> has_below(const std::string& path) {
    return look([&](const Transaction& tx) { return tx.item_paths().has_below(dataset, path); });
  }

  ItemSet with(const std::string& condition, const std::string& value) {
    return look([&](const Transaction& tx) {
      return tx.items().matching(dataset, {.text = condition, .params = {value}});
    });
  }

  std::vector<Ordinal> by_path() {
    return look([&](const Transaction& tx) {
      return tx.items().in_order(
          dataset,
          tx.datasets().sets(dataset).live,
          {.text = "i.path ASC, i.ordinal ASC", .params = {}},
          0,
          1'000
      );
    });
  }

  DatasetId dataset = [this] {
    change([&](Transaction& tx) {
      tx.projects().put({.id = ProjectId{"project"}, .name = "project"});
    });
    return add_dataset();
  }();
};

}  // namespace allot::conformance
