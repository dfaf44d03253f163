// Changes of many rows against a model that knows no slices (docs/adr/0037).

#include <map>
#include <random>

#include "conformance/bulk_changes_for_tests.h"

namespace allot::conformance {

namespace {

using testing::IsEmpty;

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
