#include "conformance/fields.h"
#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DatasetsOfAStore : public StoreTest {
 protected:
  std::int64_t content_version(const DatasetId& dataset) {
    return look([&](const Transaction& tx) { return tx.datasets().content_version(dataset); });
  }
};

TEST_F(DatasetsOfAStore, ADatasetComesBackAsPut) {
  const Dataset dataset{
      .id = ids.next<DatasetId>(),
      .project = ProjectId{"project"},
      .name = "pictures",
      .creator = UserId{"mia@example.org"},
      .updated_by = UserId{"ada@example.org"},
      .recipes = {RecipeId{"second"}, RecipeId{"first"}},
      .binaries = true,
      .readonly = true,
      .access_level = "private",
      .index_driver = "v2",
      .expiration_options = R"({"itemMaxDays":3})",
      .user_metadata = R"({"u":1})",
      .system_metadata = R"({"s":2})",
      .source = DatasetId{"source"},
      .created_at = from_epoch_ms(1),
      .updated_at = from_epoch_ms(2)
  };
  change([&](Transaction& tx) { tx.datasets().put(dataset); });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.datasets().find(dataset.id), dataset));
    EXPECT_THAT(ids_of(tx.datasets().of_project(dataset.project)), ElementsAre(dataset.id));
    EXPECT_THAT(tx.datasets().of_project(ProjectId{"other"}), IsEmpty());
    return 0;
  });
}

TEST_F(DatasetsOfAStore, ADatasetUsesTheRecipesThatItNamesWhole) {
  const auto id = ids.next<DatasetId>();
  change([&](Transaction& tx) {
    tx.datasets().put({.id = id, .recipes = {RecipeId{"abc"}, RecipeId{"x"}}});
  });
  look([&](const Transaction& tx) {
    EXPECT_THAT(ids_of(tx.datasets().using_recipe(RecipeId{"x"})), ElementsAre(id));
    EXPECT_THAT(ids_of(tx.datasets().using_recipe(RecipeId{"abc"})), ElementsAre(id));
    EXPECT_THAT(tx.datasets().using_recipe(RecipeId{"ab"}), IsEmpty());
    return 0;
  });
}

TEST_F(DatasetsOfAStore, PutKeepsItemsAndSets) {
  const auto id = add_dataset();
  add_items(id, 3);
  change([&](Transaction& tx) {
    auto dataset = *tx.datasets().find(id);
    dataset.name = "renamed";
    tx.datasets().put(dataset);
  });
  EXPECT_EQ(sets(id).live, (ItemSet{0, 1, 2}));
  EXPECT_EQ(add_items(id, 1).size(), 1u);
  EXPECT_EQ(sets(id).live, (ItemSet{0, 1, 2, 3}));
}

TEST_F(DatasetsOfAStore, SetsComeBackAsPutAcrossChunks) {
  const auto id = add_dataset();
  const DatasetSets put{
      .live = ItemSet::range(0, 200'000),
      .file = ItemSet{0, 65'535, 65'536, 199'999},
      .hidden = ItemSet{7},
      .annotated = ItemSet::range(65'000, 66'000),
      .issue = ItemSet{65'536},
      .for_review = ItemSet{1}
  };
  change([&](Transaction& tx) { tx.datasets().put_sets(id, put); });
  EXPECT_EQ(sets(id), put);
  auto fewer = put;
  fewer.live -= ItemSet::range(65'536, 131'072);
  fewer.issue = {};
  change([&](Transaction& tx) { tx.datasets().put_sets(id, fewer); });
  EXPECT_EQ(sets(id), fewer);
}

TEST_F(DatasetsOfAStore, AnUnknownDatasetHasNoSetsAndNoVersion) {
  EXPECT_EQ(sets(DatasetId{"unknown"}), DatasetSets{});
  EXPECT_EQ(content_version(DatasetId{"unknown"}), 0);
}

TEST_F(DatasetsOfAStore, TheContentVersionGrowsWithEveryChangeOfItemsAndAnnotations) {
  const auto id = add_dataset();
  auto last = content_version(id);
  const auto grows = [&] {
    const auto before = std::exchange(last, content_version(id));
    return last > before;
  };
  const auto items = add_items(id, 2);
  EXPECT_TRUE(grows());
  change([&](Transaction& tx) { tx.items().update(*tx.items().find(items[0])); });
  EXPECT_TRUE(grows());
  const auto annotation = add_annotation(id, 0);
  EXPECT_TRUE(grows());
  change([&](Transaction& tx) { tx.annotations().update(*tx.annotations().find(annotation)); });
  EXPECT_TRUE(grows());
  change([&](Transaction& tx) { tx.annotations().remove(annotation); });
  EXPECT_TRUE(grows());
  change([&](Transaction& tx) { tx.datasets().put_sets(id, tx.datasets().sets(id)); });
  EXPECT_TRUE(grows());
  change([&](Transaction& tx) { tx.items().remove(id, {1}, {}); });
  EXPECT_TRUE(grows());
  look([&](const Transaction& tx) { return tx.items().find(items[0]).has_value(); });
  EXPECT_FALSE(grows());
}

TEST_F(DatasetsOfAStore, RemovingADatasetTakesItemsAnnotationsSetsAndStatusEventsOfItAlone) {
  const auto gone = add_dataset();
  const auto stays = add_dataset();
  const auto items = add_items(gone, 2);
  const auto others = add_items(stays, 2);
  const auto annotation = add_annotation(gone, 0);
  const auto other = add_annotation(stays, 0);
  change([&](Transaction& tx) {
    for (const auto& id : {gone, stays}) {
      tx.status_log().append({.dataset = id, .items = {0}, .word = "completed"});
      tx.status_log().append({.dataset = id, .items = {0, 1}, .word = "completed"});
    }
    tx.datasets().remove(gone);
    tx.purges().take(gone, 100);
  });
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.datasets().find(gone));
    EXPECT_FALSE(tx.items().find(items[0]));
    EXPECT_FALSE(tx.annotations().find(annotation));
    EXPECT_EQ(tx.datasets().sets(gone), DatasetSets{});
    EXPECT_THAT(tx.status_log().of_items(gone, {0, 1}), IsEmpty());
    EXPECT_TRUE(tx.items().find(others[1]));
    EXPECT_TRUE(tx.annotations().find(other));
    EXPECT_EQ(tx.status_log().of_items(stays, {0, 1}).size(), 2u);
    return 0;
  });
  EXPECT_EQ(sets(stays).live, (ItemSet{0, 1}));
}

}  // namespace

}  // namespace allot::conformance
