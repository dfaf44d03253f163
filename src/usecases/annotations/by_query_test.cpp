#include "usecases/annotations/by_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/use_item.h"

namespace allot::test {
namespace {

/// A task of ada's; she has its first two items on screen, and a cat is on the first.
class AnnotationsByQuery : public testing::Test {
 protected:
  AnnotationsByQuery() : ada(world.assignment({.annotator = "ada", .open_items = 4})) {
    items = ids(world.ledger(ada.task).members);
    annotate(items[0], "cat");
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_OK(use_item(world.env(), world.caller("ada"), ada.id, items[i]));
    }
  }

  std::vector<ItemId> ids(const ItemSet& set) {
    std::vector<ItemId> found;
    const auto ordinals = set.to_vector();
    read(world.env().store, [&](const Transaction& tx) {
      for (auto& [at, id] : tx.items().ids(world.dataset(), ordinals)) found.push_back(id);
      return 0;
    });
    return found;
  }

  void annotate(const ItemId& item, const std::string& label, const std::string& status = "") {
    const auto metadata = status.empty() ? "{}" : R"({"system":{"status":")" + status + R"("}})";
    const NewAnnotation added{.type = "box", .label = label, .metadata = metadata, .creator = {}};
    ASSERT_OK(create_annotations(world.env(), world.manager(), item, {added}));
  }

  static query::Query cats() {
    return query::parse_query(R"({"resource":"annotations","filter":{"label":"cat"}})").value();
  }

  Result<std::uint64_t> delete_cats() {
    return delete_matching_annotations(world.env(), world.manager(), world.dataset(), cats());
  }

  std::vector<ItemId> in_use() { return ids(world.env().in_use.of(world.dataset(), ada.task)); }

  World world;
  Assignment ada;
  std::vector<ItemId> items;
};

// 80 §6
TEST_F(AnnotationsByQuery, ThatAreDeletedEndTheUseOfTheirItems) {
  ASSERT_EQ(in_use().size(), 2u);
  EXPECT_EQ(delete_cats().value(), 1u);
  EXPECT_EQ(in_use(), (std::vector{items[1]}));
  EXPECT_EQ(delete_cats().value(), 0u);
  EXPECT_EQ(in_use(), (std::vector{items[1]}));
}

// 80 §6
TEST_F(AnnotationsByQuery, ThatAreChangedEndTheUseOfTheirItems) {
  const auto changed = change_matching_annotations(
      world.env(), world.manager(), world.dataset(), cats(), R"({"user":{"mark":1}})", false
  );
  EXPECT_EQ(changed.value(), 1u);
  EXPECT_EQ(in_use(), (std::vector{items[1]}));
}

}  // namespace
}  // namespace allot::test
