#include <numeric>

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using query::SqlText;
using testing::ElementsAre;

class QueriesForItems : public StoreTest {
 protected:
  QueriesForItems() {
    change([&](Transaction& tx) {
      for (const auto* name : {"delta", "alpha", "charlie", "bravo"}) {
        auto item = new_item(dataset, std::string("/") + name);
        item.size = 10 * item.path.size();
        item.description = name;
        item.metadata = std::string(R"({"user":{"name":")") + name + R"("}})";
        tx.items().add(item);
      }
      tx.items().add(new_item(other, "/alpha"));
    });
  }

  ItemSet matching(const SqlText& condition) {
    return look([&](const Transaction& tx) { return tx.items().matching(dataset, condition); });
  }

  std::vector<Ordinal> ordered(
      const ItemSet& among, const SqlText& order, std::uint64_t offset = 0, std::uint64_t count = 99
  ) {
    return look([&](const Transaction& tx) {
      return tx.items().in_order(dataset, among, order, offset, count);
    });
  }

  DatasetId dataset = add_dataset();
  DatasetId other = add_dataset();
};

TEST_F(QueriesForItems, AConditionFindsTheItemsOfItsDataset) {
  EXPECT_EQ(matching({"i.path = ?", {"/alpha"}}), ItemSet{1});
  EXPECT_EQ(matching({"i.name = ? OR i.name = ?", {"alpha", "bravo"}}), (ItemSet{1, 3}));
  EXPECT_EQ(matching({"i.dir = ?", {"/"}}), (ItemSet{0, 1, 2, 3}));
  EXPECT_EQ(matching({"i.name = ?", {"zulu"}}), ItemSet{});
  EXPECT_EQ(matching({"", {}}), (ItemSet{0, 1, 2, 3}));
}

TEST_F(QueriesForItems, ParametersOfEveryKindAreBoundInOrder) {
  EXPECT_EQ(
      matching({"i.size > ? AND i.size < ? AND i.type = ?", {std::int64_t{60}, 75.5, "file"}}),
      ItemSet{}
  );
  EXPECT_EQ(
      matching({"i.size >= ? AND i.size < ? AND i.type = ?", {std::int64_t{60}, 75.5, "file"}}),
      (ItemSet{0, 1, 3})
  );
  EXPECT_EQ(matching({"? IS NULL AND i.name = ?", {nullptr, "alpha"}}), ItemSet{1});
}

TEST_F(QueriesForItems, EveryColumnOfTheAgreementIsThere) {
  const SqlText condition{
      "i.dataset_id = ? AND i.ordinal = 1 AND i.id <> '' AND i.type = 'file' AND i.path = '/alpha'"
      " AND i.dir = '/' AND i.name = 'alpha' AND i.hidden = 0 AND i.creator = 'mia@example.org'"
      " AND i.updated_by = '' AND i.description = 'alpha' AND i.spec = '' AND i.size = 60"
      " AND i.created_at = ? AND i.updated_at > 0"
      " AND json_extract(i.metadata, '$.user.name') = 'alpha'",
      {dataset.text, to_epoch_ms(clock.now())}
  };
  EXPECT_EQ(matching(condition), ItemSet{1});
}

TEST_F(QueriesForItems, ACountOfAnnotationsMayBeAsked) {
  add_annotation(dataset, 2);
  add_annotation(dataset, 2);
  EXPECT_EQ(
      matching(
          {"(SELECT COUNT(*) FROM annotation n WHERE n.dataset_id = i.dataset_id"
           " AND n.item = i.ordinal) = ?",
           {std::int64_t{2}}}
      ),
      ItemSet{2}
  );
}

TEST_F(QueriesForItems, TheFilterFunctionLooksIntoDocuments) {
  EXPECT_EQ(
      matching(
          {"dql_test(?, 'object metadata', i.metadata) = 1", {R"({"metadata.user.name":"charlie"})"}
          }
      ),
      ItemSet{2}
  );
}

TEST_F(QueriesForItems, ABrokenConditionIsAFailureOfTheStore) {
  EXPECT_THROW(matching({"i.nonsense = 1", {}}), StoreFailure);
  EXPECT_THROW(matching({"dql_test(?) = 1", {"{"}}), StoreFailure);
}

TEST_F(QueriesForItems, ItemsAreVisitedInTheGivenOrder) {
  EXPECT_THAT(ordered({0, 1, 2, 3}, {"i.name ASC, i.ordinal ASC", {}}), ElementsAre(1, 3, 2, 0));
  EXPECT_THAT(ordered({0, 3}, {"i.name DESC", {}}), ElementsAre(0, 3));
  EXPECT_THAT(
      ordered({1, 2}, {"json_extract(i.metadata, ?) DESC", {"$.user.name"}}), ElementsAre(2, 1)
  );
  EXPECT_THAT(ordered({}, {"i.name ASC", {}}), ElementsAre());
}

TEST_F(QueriesForItems, APageOfAnOrderIsOnlyThat) {
  const SqlText by_name{"i.name ASC", {}};
  EXPECT_THAT(ordered({0, 1, 2, 3}, by_name, 0, 2), ElementsAre(1, 3));
  EXPECT_THAT(ordered({0, 1, 2, 3}, by_name, 2, 5), ElementsAre(2, 0));
  EXPECT_THAT(ordered({0, 1, 2, 3}, by_name, 4, 5), ElementsAre());
  EXPECT_THAT(ordered({0, 1, 2, 3}, by_name, 1, 0), ElementsAre());
}

TEST_F(QueriesForItems, ManyItemsAreVisitedInOrderTooAndNoOthers) {
  const auto many = add_dataset();
  add_items(many, 12'000);
  const auto among = ItemSet::range(500, 11'000);
  const auto visited = look([&](const Transaction& tx) {
    return tx.items().in_order(many, among, {"i.ordinal DESC", {}}, 0, 12'000);
  });
  std::vector<Ordinal> expected(10'500);
  std::iota(expected.rbegin(), expected.rend(), Ordinal{500});
  EXPECT_EQ(visited, expected);
}

/// The items of a dataset by a text of each, sorted by the test itself.
std::vector<Ordinal> sorted(std::vector<std::pair<std::string, Ordinal>> texts, bool descending) {
  std::ranges::sort(texts, [&](const auto& a, const auto& b) {
    if (a.first == b.first) return a.second < b.second;
    return descending ? a.first > b.first : a.first < b.first;
  });
  std::vector<Ordinal> order;
  for (const auto& [text, ordinal] : texts) order.push_back(ordinal);
  return order;
}

TEST_F(QueriesForItems, ManyItemsHaveOneOrderHoweverItIsAskedAndWhateverChanges) {
  const auto many = add_dataset();
  add_items(many, 11'000);
  const auto look_at_all = [&] {
    look([&](const Transaction& tx) {
      const auto live = tx.datasets().sets(many).live;
      std::vector<std::pair<std::string, Ordinal>> names;
      std::vector<std::pair<std::string, Ordinal>> paths;
      for (const auto& item : tx.items().at(many, live.to_vector())) {
        names.emplace_back(item.name(), item.ordinal);
        paths.emplace_back(item.path, item.ordinal);
      }
      for (const bool descending : {false, true}) {
        const std::string direction = descending ? " DESC" : " ASC";
        const auto by_name = sorted(names, descending);
        const auto by_path = sorted(paths, descending);
        const SqlText name{"i.name" + direction + ", i.ordinal ASC", {}};
        const SqlText path{"i.path" + direction + ", i.ordinal ASC", {}};
        for (int time = 0; time < 2; ++time) {
          EXPECT_EQ(tx.items().in_order(many, live, name, 0, 20'000), by_name);
          EXPECT_EQ(tx.items().in_order(many, live, path, 0, 20'000), by_path);
        }
        const std::vector<Ordinal> page(by_name.begin() + 10'500, by_name.begin() + 10'503);
        EXPECT_EQ(tx.items().in_order(many, live, name, 10'500, 3), page);
      }
      return 0;
    });
  };
  look_at_all();
  change([&](Transaction& tx) {
    auto item = tx.items().at(many, std::vector<Ordinal>{7}).front();
    item.path = "/zzz.jpg";
    tx.items().update(item);
    tx.items().remove(many, {3, 4}, {});
  });
  look_at_all();
  // The same names in another folder: paths are no longer in the order of names.
  change([&](Transaction& tx) {
    for (const auto* const name : {"/a/1.jpg", "/a/999.jpg"}) {
      tx.items().add(new_item(many, name));
    }
  });
  look_at_all();
}

TEST_F(QueriesForItems, ManyOfVeryManyAreAskedInPartsAndFoundAll) {
  const auto many = add_dataset();
  add_items(many, 170'000);
  const auto among = ItemSet::range(60'000, 70'500);
  const auto found = look([&](const Transaction& tx) {
    return tx.items().matching(many, {"i.ordinal % 2 = ?", {std::int64_t{1}}}, among);
  });
  EXPECT_EQ(found.size(), 5'250u);
  EXPECT_EQ(found - among, ItemSet{});
  EXPECT_TRUE(found.contains(60'001) && found.contains(70'499));
}

TEST_F(QueriesForItems, ItemsAreFoundByTheirAnnotations) {
  add_annotation(dataset, 1, "issue");
  add_annotation(dataset, 3);
  add_annotation(dataset, 3, "issue");
  add_annotation(other, 0, "issue");
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.items().with_annotation(dataset, {"a.status = ?", {"issue"}}), (ItemSet{1, 3}));
    EXPECT_EQ(tx.items().with_annotation(dataset, {"a.status = ''", {}}), ItemSet{3});
    EXPECT_EQ(tx.items().with_annotation(dataset, {"a.label = 'dog'", {}}), ItemSet{});
    return 0;
  });
}

}  // namespace

}  // namespace allot::conformance
