// Changes of many rows that are in force at once and come to the rows in slices (docs/adr/0037).

#include <map>
#include <random>

#include "conformance/fixture.h"
#include "json/text.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What is seen of a row.
struct Seen {
  std::string metadata = "{}";
  UserId by;
  Time at;
  bool operator==(const Seen&) const = default;
};

void PrintTo(const Seen& seen, std::ostream* out) {
  *out << seen.metadata << " by " << seen.by.text << " at " << to_epoch_ms(seen.at);
}

template <class Row>
Seen seen_of(const Row& row) {
  return {.metadata = row.metadata, .by = row.updated_by, .at = row.updated_at};
}

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

TEST_F(BulkChangesOfAStore, AreSeenByEveryReadBeforeTheirRowsAreWritten) {
  const auto how = by("ada", R"({"user":{"k":1}})");
  change_items({1, 3}, how);
  EXPECT_TRUE(is_pending());
  const Seen changed{.metadata = R"({"user":{"k":1}})", .by = how.actor, .at = how.at};
  EXPECT_EQ(item(1), changed);
  EXPECT_EQ(item(0).metadata, "{}");
  EXPECT_EQ(with("json_extract(i.metadata, '$.user.k') = 1"), (ItemSet{1, 3}));
  EXPECT_EQ(with("i.updated_by = 'ada'"), (ItemSet{1, 3}));
  look([&](const Transaction& tx) {
    EXPECT_EQ(seen_of(tx.items().find(items[3]).value()), changed);
    EXPECT_EQ(seen_of(tx.items().at_path(dataset, "/3.jpg").value()), changed);
    EXPECT_THAT(
        tx.items().in_order(
            dataset,
            tx.datasets().sets(dataset).live,
            {.text = "i.updated_at DESC, i.ordinal ASC", .params = {}},
            0,
            9
        ),
        ElementsAre(1, 3, 0, 2, 4)
    );
    return 0;
  });
}

TEST_F(BulkChangesOfAStore, ComeToTheRowsInSlicesWhichNameThem) {
  change_items({0, 1, 4}, by("ada", R"({"user":{"k":1}})"));
  const auto first = take(2);
  EXPECT_THAT(first.items, ElementsAre(items[0], items[1]));
  EXPECT_EQ(first.rows, 2u);
  EXPECT_EQ(first.change.actor, UserId{"ada"});
  EXPECT_EQ(first.change.project, ProjectId{"project"});
  EXPECT_TRUE(is_pending());
  reopen();
  EXPECT_EQ(with("json_extract(i.metadata, '$.user.k') = 1"), (ItemSet{0, 1, 4}));
  EXPECT_THAT(take(2).items, ElementsAre(items[4]));
  EXPECT_FALSE(is_pending());
  EXPECT_EQ(with("json_extract(i.metadata, '$.user.k') = 1"), (ItemSet{0, 1, 4}));
}

TEST_F(BulkChangesOfAStore, AreWrittenToARowWithTheNextChangeOfIt) {
  change_items({0, 1}, by("ada", R"({"user":{"k":1,"l":2}})"));
  edit(0, R"({"user":{"k":7}})", "bea");
  EXPECT_EQ(item(0).metadata, R"({"user":{"k":7,"l":2}})");
  EXPECT_EQ(item(0).by, UserId{"bea"});
  EXPECT_THAT(take(9).items, ElementsAre(items[0], items[1]));
  EXPECT_EQ(item(0).metadata, R"({"user":{"k":7,"l":2}})");
  EXPECT_EQ(item(0).by, UserId{"bea"});
}

TEST_F(BulkChangesOfAStore, AreInForceInTheOrderInWhichTheyCame) {
  change_items({0, 1}, by("ada", R"({"user":{"k":1,"l":1}})"));
  change_items({1, 2}, by("bea", R"({"user":{"k":2}})"));
  EXPECT_EQ(item(1).metadata, R"({"user":{"k":2,"l":1}})");
  EXPECT_THAT(take(9).items, ElementsAre(items[1], items[2]));
  EXPECT_EQ(item(1).metadata, R"({"user":{"k":2,"l":1}})");
  EXPECT_EQ(item(1).by, UserId{"bea"});
  EXPECT_THAT(take(9).items, ElementsAre(items[0], items[1]));
  EXPECT_EQ(item(1).metadata, R"({"user":{"k":2,"l":1}})");
  EXPECT_EQ(item(1).by, UserId{"bea"});
  EXPECT_FALSE(is_pending());
}

TEST_F(BulkChangesOfAStore, OfWhatWasRemovedAreNotWrittenAndGoWithTheirDataset) {
  change_items({0, 1}, by("ada", R"({"user":{"k":1}})"));
  change([&](Transaction& tx) { tx.items().remove(dataset, {0}, {}); });
  EXPECT_THAT(take(9).items, ElementsAre(items[1]));
  change_items({1, 2}, by("ada", R"({"user":{"k":2}})"));
  change([&](Transaction& tx) { tx.datasets().remove(dataset); });
  EXPECT_FALSE(is_pending());
}

TEST_F(BulkChangesOfAStore, AreToldAsChangesOfTheirItems) {
  const auto moment = look([](const Transaction& tx) { return tx.datasets().moment(); });
  const auto version =
      look([&](const Transaction& tx) { return tx.datasets().content_version(dataset); });
  change_items({2}, by("ada", "{}"));
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.datasets().changes_since(dataset, moment).rows, ItemSet{2});
    EXPECT_GT(tx.datasets().content_version(dataset), version);
    return 0;
  });
}

TEST_F(BulkChangesOfAStore, ThatAreRolledBackLeaveNothing) {
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.bulk_changes().change_items(dataset, {1}, by("ada", R"({"user":{"k":1}})"));
    EXPECT_NE(tx.items().find(items[1])->metadata, "{}");
    return false;
  });
  EXPECT_FALSE(is_pending());
  EXPECT_EQ(item(1).metadata, "{}");
}

TEST_F(BulkChangesOfAStore, OfAnnotationsAreSeenByEveryReadAndComeToTheRowsInSlices) {
  const auto a = add_annotation(dataset, 0, "issue");
  const auto b = add_annotation(dataset, 0);
  const auto c = add_annotation(dataset, 2);
  const auto how = by("ada", R"({"user":{"k":1}})");
  EXPECT_EQ(change_annotations(choose("a.item = 0"), how), 2u);
  const auto check = [&] {
    const Seen changed{
        .metadata = R"({"system":{},"user":{"k":1}})", .by = how.actor, .at = how.at
    };
    EXPECT_EQ(annotation(a), changed);
    EXPECT_EQ(annotation(b), changed);
    EXPECT_EQ(annotation(c).metadata, R"({"system":{}})");
    const query::SqlText k{.text = "json_extract(a.metadata, '$.user.k') = 1", .params = {}};
    look([&](const Transaction& tx) {
      const auto page = tx.annotations().page(dataset, k, {}, std::nullopt, 0, 9);
      EXPECT_EQ(page.total, 2u);
      EXPECT_EQ(seen_of(page.annotations.at(1)), changed);
      EXPECT_EQ(tx.items().with_annotation(dataset, k), ItemSet{0});
      tx.annotations().each_of_item(dataset, 0, [&](const Annotation& each) {
        EXPECT_EQ(seen_of(each), changed);
      });
      return 0;
    });
    EXPECT_EQ(sets(dataset).issue, ItemSet{0});
  };
  check();
  EXPECT_THAT(take(1).annotations, ElementsAre(PlacedAnnotation{.id = a, .item = 0}));
  check();
  EXPECT_THAT(take(9).annotations, ElementsAre(PlacedAnnotation{.id = b, .item = 0}));
  EXPECT_FALSE(is_pending());
  check();
}

TEST_F(BulkChangesOfAStore, LeaveAnnotationsAloneThatChangedSinceOrAreOnItemsThatAreKept) {
  const auto edited = add_annotation(dataset, 0);
  const auto kept = add_annotation(dataset, 1);
  const auto changed = add_annotation(dataset, 2);
  const auto chosen = choose();
  change([&](Transaction& tx) {
    auto row = tx.annotations().find(edited).value();
    row.label = "another";
    tx.annotations().update(row);
  });
  EXPECT_EQ(change_annotations(chosen, by("ada", R"({"user":{"k":1}})"), {1}), 1u);
  EXPECT_THAT(take(9).annotations, ElementsAre(PlacedAnnotation{.id = changed, .item = 2}));
  EXPECT_EQ(annotation(edited).metadata, R"({"system":{}})");
  EXPECT_EQ(annotation(kept).metadata, R"({"system":{}})");
}

TEST_F(BulkChangesOfAStore, DoNotPassToAnAnnotationThatComesAfterOneThatWasRemoved) {
  add_annotation(dataset, 0);
  const auto last = add_annotation(dataset, 0);
  change_annotations(choose(), by("ada", R"({"user":{"k":1}})"));
  change([&](Transaction& tx) { tx.annotations().remove(last); });
  const auto next = add_annotation(dataset, 0);
  EXPECT_EQ(annotation(next).metadata, R"({"system":{}})");
  EXPECT_EQ(take(9).annotations.size(), 1u);
  EXPECT_EQ(annotation(next).metadata, R"({"system":{}})");
}

/// Every row is what a model without slices says, whatever is done in whatever order, at every
/// point of the writing, and after the store was closed and opened.
class AnyChangesOfAStore : public BulkChangesOfAStore {
 protected:
  int below(int count) { return std::uniform_int_distribution<int>(0, count - 1)(chance); }

  std::string difference() {
    static const std::vector<std::string> all{
        R"({"user":{"k":1}})",
        R"({"user":{"k":2,"in":{"a":1}}})",
        R"({"user":{"k":null}})",
        R"({"user":{"in":{"a":null,"b":[1,2]}}})",
        R"({"user":null})",
        R"({})"
    };
    return all.at(static_cast<std::size_t>(below(static_cast<int>(all.size()))));
  }

  void apply(Seen& seen, const BulkChange& how) {
    seen.metadata = json::merged(seen.metadata, how.difference).value();
    seen.by = how.actor;
    seen.at = how.at;
  }

  BulkChange any_change() {
    return by("p" + std::to_string(below(4)) + "@example.org", difference());
  }

  void change_some_items() {
    const auto how = any_change();
    std::vector<Ordinal> some;
    for (auto& [ordinal, seen] : seen_items) {
      if (below(2) == 0) continue;
      some.push_back(ordinal);
      apply(seen, how);
    }
    change_items(ItemSet::of(some), how);
  }

  void change_some_annotations() {
    const auto how = any_change();
    const auto kind = std::to_string(below(3));
    for (auto& [id, seen] : seen_annotations) {
      if (labels.at(id) == kind) apply(seen, how);
    }
    change_annotations(choose("a.label = '" + kind + "'"), how);
  }

  void edit_one() {
    if (seen_items.empty()) return;
    auto at = std::next(seen_items.begin(), below(static_cast<int>(seen_items.size())));
    const auto how = any_change();
    edit(at->first, how.difference, how.actor.text);
    apply(at->second, {how.difference, {}, how.actor, clock.now()});
  }

  void edit_one_annotation() {
    if (seen_annotations.empty()) return;
    auto at = std::next(seen_annotations.begin(), below(static_cast<int>(seen_annotations.size())));
    const auto how = any_change();
    change([&](Transaction& tx) {
      auto row = tx.annotations().find(at->first).value();
      row.metadata = json::merged(row.metadata, how.difference).value();
      row.updated_by = how.actor;
      row.updated_at = how.at;
      tx.annotations().update(row);
    });
    apply(at->second, how);
  }

  void remove_one_annotation() {
    if (seen_annotations.empty()) return;
    const auto last = std::prev(seen_annotations.end())->first;
    change([&](Transaction& tx) { tx.annotations().remove(last); });
    seen_annotations.erase(last);
  }

  void remove_one() {
    if (seen_items.size() < 3) return;
    const auto at = std::next(seen_items.begin(), below(static_cast<int>(seen_items.size())));
    change([&](Transaction& tx) { tx.items().remove(dataset, {at->first}, {}); });
    for (const auto& id : annotations_on[at->first]) seen_annotations.erase(id);
    seen_items.erase(at);
  }

  void add_one() {
    auto row = new_item(dataset, "/new" + std::to_string(items.size()) + ".jpg");
    items.push_back(row.id);
    change([&](Transaction& tx) { tx.items().add(row); });
    seen_items[static_cast<Ordinal>(items.size() - 1)] = seen_of(row);
  }

  void annotate_one() {
    if (seen_items.empty()) return;
    const auto at = std::next(seen_items.begin(), below(static_cast<int>(seen_items.size())));
    auto row = new_annotation(dataset, at->first);
    row.item_id = items.at(at->first);
    row.label = std::to_string(below(3));
    change([&](Transaction& tx) { tx.annotations().add(row); });
    seen_annotations[row.id] = seen_of(row);
    labels[row.id] = row.label;
    annotations_on[at->first].push_back(row.id);
  }

  void purge_some() {
    change([&](Transaction& tx) { (void)tx.purges().take(dataset, 2); });
  }

  void step() {
    switch (below(14)) {
      case 0:
      case 1: return change_some_items();
      case 2:
      case 3: return change_some_annotations();
      case 4: return edit_one();
      case 5: return edit_one_annotation();
      case 6: return remove_one_annotation();
      case 7: return remove_one();
      case 8: return add_one();
      case 9:
      case 10: return annotate_one();
      case 11: return purge_some();
      case 12: return below(5) == 0 ? reopen() : void(take(3));
      default: take(static_cast<std::uint64_t>(1 + below(3)));
    }
  }

  void compare() {
    look([&](const Transaction& tx) {
      std::map<Ordinal, Seen> found;
      const auto live = tx.datasets().sets(dataset).live.to_vector();
      for (const auto& row : tx.items().at(dataset, live)) found[row.ordinal] = seen_of(row);
      EXPECT_EQ(found, seen_items);
      for (const auto& [ordinal, seen] : seen_items) {
        EXPECT_EQ(seen_of(tx.items().find(items.at(ordinal)).value()), seen);
      }
      std::vector<Ordinal> ones;
      for (const auto& [ordinal, seen] : seen_items) {
        if (json::number_member(seen.metadata, "user.k") == "1") ones.push_back(ordinal);
      }
      EXPECT_EQ(
          tx.items().matching(
              dataset, {.text = "json_extract(i.metadata, '$.user.k') = 1", .params = {}}
          ),
          ItemSet::of(ones)
      );
      std::map<AnnotationId, Seen> on_items;
      for (const auto ordinal : live) {
        tx.annotations().each_of_item(dataset, ordinal, [&](const Annotation& row) {
          on_items[row.id] = seen_of(row);
        });
      }
      EXPECT_EQ(on_items, seen_annotations);
      std::map<AnnotationId, Seen> in_page;
      for (const auto& row :
           tx.annotations().page(dataset, {}, {}, std::nullopt, 0, 999).annotations) {
        in_page[row.id] = seen_of(row);
      }
      EXPECT_EQ(in_page, seen_annotations);
      EXPECT_THAT(tx.integrity().of_rows().sentences, IsEmpty());
      EXPECT_THAT(tx.integrity().of_chunks().sentences, IsEmpty());
      return 0;
    });
  }

  std::mt19937 chance;
  std::map<Ordinal, Seen> seen_items;
  std::map<AnnotationId, Seen> seen_annotations;
  std::map<AnnotationId, std::string> labels;
  std::map<Ordinal, std::vector<AnnotationId>> annotations_on;
};

TEST_F(AnyChangesOfAStore, LeaveWhatAModelWithoutSlicesSays) {
  for (unsigned seed = 1; seed <= 12 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    chance.seed(seed);
    dataset = add_dataset();
    items = add_items(dataset, 5);
    seen_items.clear();
    seen_annotations.clear();
    annotations_on.clear();
    for (Ordinal ordinal = 0; ordinal < 5; ++ordinal) seen_items[ordinal] = item(ordinal);
    for (int steps = 0; steps < 80 && !HasFailure(); ++steps) {
      step();
      compare();
    }
  }
}

}  // namespace

}  // namespace allot::conformance
