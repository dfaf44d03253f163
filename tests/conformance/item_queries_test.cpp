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

  std::vector<Ordinal> ordered(const ItemSet& among, const SqlText& order, std::size_t most = 99) {
    std::vector<Ordinal> visited;
    look([&](const Transaction& tx) {
      tx.items().in_order(dataset, among, order, [&](Ordinal ordinal) {
        visited.push_back(ordinal);
        return visited.size() < most;
      });
      return 0;
    });
    return visited;
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

TEST_F(QueriesForItems, AVisitEndsWhenTheVisitorHasEnough) {
  EXPECT_THAT(ordered({0, 1, 2, 3}, {"i.name ASC", {}}, 2), ElementsAre(1, 3));
}

TEST_F(QueriesForItems, AVisitorMayAskTheStore) {
  look([&](const Transaction& tx) {
    std::vector<std::string> names;
    tx.items().in_order(dataset, {0, 1}, {"i.name ASC", {}}, [&](Ordinal ordinal) {
      names.push_back(tx.items().at(dataset, std::vector{ordinal}).front().name());
      return true;
    });
    EXPECT_THAT(names, ElementsAre("alpha", "delta"));
    return 0;
  });
}

TEST_F(QueriesForItems, ManyItemsAreVisitedInOrderTooAndNoOthers) {
  const auto many = add_dataset();
  add_items(many, 12'000);
  const auto among = ItemSet::range(500, 11'000);
  std::vector<Ordinal> visited;
  look([&](const Transaction& tx) {
    tx.items().in_order(many, among, {"i.ordinal DESC", {}}, [&](Ordinal ordinal) {
      visited.push_back(ordinal);
      return true;
    });
    return 0;
  });
  std::vector<Ordinal> expected(10'500);
  std::iota(expected.rbegin(), expected.rend(), Ordinal{500});
  EXPECT_EQ(visited, expected);
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
