#pragma once

// What the tests of bulk changes share.

#include <ostream>
#include <string>

#include "conformance/fixture.h"
#include "json/text.h"

namespace allot::conformance {

/// What is seen of a row.
struct Seen {
  std::string metadata = "{}";
  UserId by;
  Time at;
  bool operator==(const Seen&) const = default;
};

inline void PrintTo(const Seen& seen, std::ostream* out) {
  *out << seen.metadata << " by " << seen.by.text << " at " << to_epoch_ms(seen.at);
}

template <class Row>
Seen seen_of(const Row& row) {
  return {.metadata = row.metadata, .by = row.updated_by, .at = row.updated_at};
}

/// Five items, and ways to change many of them at once.
class BulkChangesOfAStore : public FileStoreTest {
 protected:
  BulkChange by(const std::string& actor, const std::string& difference) {
    clock.advance(std::chrono::milliseconds{1});
    return {
        .difference = difference,
        .project = ProjectId{"project"},
        .actor = UserId{actor},
        .at = clock.now()
    };
  }

  void change_items(const ItemSet& changed, const BulkChange& how) {
    change([&](Transaction& tx) { tx.bulk_changes().change_items(dataset, changed, how); });
  }

  ChosenAnnotations choose(const std::string& condition = {}) {
    return look([&](const Transaction& tx) {
      return tx.annotations().choose(
          dataset, {.text = condition, .params = {}}, {}, std::nullopt, std::nullopt
      );
    });
  }

  std::uint64_t change_annotations(
      const ChosenAnnotations& chosen, const BulkChange& how, const ItemSet& kept = {}
  ) {
    std::optional<std::uint64_t> count;
    change([&](Transaction& tx) { count = tx.bulk_changes().change_annotations(chosen, kept, how); }
    );
    return count.value();
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

  ItemSet with(const std::string& condition) {
    return look([&](const Transaction& tx) {
      return tx.items().matching(dataset, {.text = condition, .params = {}});
    });
  }

  Seen item(Ordinal ordinal) {
    return look([&](const Transaction& tx) {
      return seen_of(tx.items().at(dataset, {&ordinal, 1}).at(0));
    });
  }

  Seen annotation(const AnnotationId& id) {
    return look([&](const Transaction& tx) { return seen_of(tx.annotations().find(id).value()); });
  }

  void edit(Ordinal ordinal, const std::string& metadata, const std::string& actor) {
    change([&](Transaction& tx) {
      auto row = tx.items().find(items.at(ordinal)).value();
      row.metadata = json::merged(row.metadata, metadata).value();
      row.updated_by = UserId{actor};
      row.updated_at = clock.now();
      tx.items().update(row);
    });
  }

  DatasetId dataset = [this] {
    change([&](Transaction& tx) {
      tx.projects().put({.id = ProjectId{"project"}, .name = "project"});
    });
    return add_dataset();
  }();
  std::vector<ItemId> items = add_items(dataset, 5);
};

}  // namespace allot::conformance
