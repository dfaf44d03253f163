#pragma once

// A dataset into which clones are written (docs/adr/0052).

#include "conformance/fixture.h"
#include "store/clones.h"

namespace allot::conformance {

class ClonesOfAStore : public FileStoreTest {
 protected:
  /// One that waits, with a command that runs.
  Clone a_clone(const std::string& creator = "mia") {
    Clone clone{
        .id = ids.next<CommandId>(),
        .project = ProjectId{"project"},
        .source = DatasetId{"source"},
        .creator = UserId{creator},
        .order = {},
        .dataset = {},
        .created_at = clock.now(),
        .ended_at = {}
    };
    change([&](Transaction& tx) {
      tx.clones().add(clone);
      tx.journal().put_command(
          {.id = clone.id, .creator = clone.creator, .status = CommandStatus::in_progress}
      );
    });
    return clone;
  }

  /// The same, that is being written into the dataset.
  Clone begun() {
    auto clone = a_clone();
    change([&](Transaction& tx) { tx.clones().begin_in(clone.id, dataset); });
    return clone;
  }

  Dataset a_dataset() {
    return {
        .id = ids.next<DatasetId>(),
        .project = ProjectId{"project"},
        .name = "copy",
        .creator = UserId{"mia"},
        .recipes = {RecipeId{"recipe"}},
        .source = DatasetId{"source"},
        .created_at = clock.now(),
        .updated_at = clock.now()
    };
  }

  /// A file (or folder) with annotations of these statuses, in a slice of its own.
  Item write(
      const Clone& clone,
      const DatasetId& into,
      const std::string& path,
      const std::vector<std::string>& statuses = {},
      ItemType type = ItemType::file
  ) {
    auto item = new_item(into, path);
    item.type = type;
    std::vector<Annotation> annotations;
    for (const auto& status : statuses) {
      annotations.push_back(new_annotation(into, 0, status));
      annotations.back().created_at = clock.now();
    }
    change([&](Transaction& tx) {
      auto& clones = tx.clones();
      item.ordinal = clones.add_item(item);
      std::vector<Ordinal> numbers;
      for (auto annotation : annotations) {
        annotation.item = item.ordinal;
        annotation.item_id = item.id;
        numbers.push_back(clones.add_annotation(annotation));
      }
      clones.note_added(clone.id, ItemSet{item.ordinal}, ItemSet::of(numbers));
    });
    flags.live.insert(item.ordinal);
    if (type == ItemType::file) flags.file.insert(item.ordinal);
    if (!statuses.empty()) flags.annotated.insert(item.ordinal);
    for (const auto& status : statuses) {
      if (status == "issue") flags.issue.insert(item.ordinal);
    }
    return item;
  }

  void show(const Clone& clone) {
    change([&](Transaction& tx) { tx.clones().show(clone.id, flags, clock.now()); });
  }

  void give_up(const Clone& clone) {
    change([&](Transaction& tx) { tx.clones().give_up(clone.id, clock.now()); });
  }

  Clone now(const Clone& clone) {
    return look([&](const Transaction& tx) { return tx.clones().find(clone.id).value(); });
  }

  std::optional<Item> at_path(const std::string& path) {
    return look([&](const Transaction& tx) { return tx.items().at_path(dataset, path); });
  }

  std::vector<Clones::Lost> lost(const Clone& clone) {
    return look([&](const Transaction& tx) { return tx.clones().lost(clone.id, 10); });
  }

  void put_at(const std::string& path, ItemType type = ItemType::file) {
    auto item = new_item(dataset, path);
    item.type = type;
    change([&](Transaction& tx) { tx.items().add(item); });
  }

  /// No event tells of what nobody saw.
  void purge_silently() {
    while (const auto next = look([](const Transaction& tx) { return tx.purges().pending(); })) {
      change([&](Transaction& tx) {
        const auto slice = tx.purges().take(*next, 2).value();
        EXPECT_THAT(slice.items, testing::IsEmpty());
        EXPECT_THAT(slice.annotations, testing::IsEmpty());
      });
    }
  }

  std::uint64_t rows() {
    return look([](const Transaction& tx) { return tx.integrity().of_rows().checked; });
  }

  void expect_sound() {
    look([&](const Transaction& tx) {
      EXPECT_THAT(tx.integrity().of_rows().sentences, testing::IsEmpty());
      EXPECT_THAT(tx.integrity().of_chunks().sentences, testing::IsEmpty());
      for (const auto& id : tx.integrity().datasets()) {
        EXPECT_EQ(tx.integrity().sets_from_rows(id), tx.datasets().sets(id));
      }
      return 0;
    });
  }

  /// The item is in no answer, and neither are its annotations.
  void expect_unseen(const Item& item) {
    look([&](const Transaction& tx) {
      const auto& items = tx.items();
      const auto& into = item.dataset;
      EXPECT_FALSE(items.find(item.id));
      EXPECT_FALSE(items.at_path(into, item.path));
      EXPECT_THAT(items.at(into, {&item.ordinal, 1}), testing::IsEmpty());
      EXPECT_THAT(items.ids(into, {&item.ordinal, 1}), testing::IsEmpty());
      EXPECT_TRUE(items.ordinals(into, {&item.id, 1}).empty());
      EXPECT_FALSE(items.matching(into, {}).contains(item.ordinal));
      EXPECT_FALSE(items.with_annotation(into, {}).contains(item.ordinal));
      EXPECT_THAT(tx.annotations().counts(into, {&item.ordinal, 1}), testing::IsEmpty());
      EXPECT_EQ(tx.annotations().total(into), 0u);
      EXPECT_EQ(tx.annotations().page(into, {}, {}, std::nullopt, 0, 9).total, 0u);
      const query::SqlText any{.text = "1", .params = {}};
      EXPECT_EQ(tx.annotations().page(into, any, {}, std::nullopt, 0, 9).total, 0u);
      return 0;
    });
    EXPECT_THAT(annotations_of(item.dataset, item.ordinal), testing::IsEmpty());
    EXPECT_FALSE(sets(item.dataset).live.contains(item.ordinal));
    expect_sound();
  }

  DatasetId dataset = [this] {
    change([&](Transaction& tx) {
      tx.projects().put({.id = ProjectId{"project"}, .name = "project"});
    });
    return add_dataset();
  }();
  DatasetSets flags;
};

}  // namespace allot::conformance
