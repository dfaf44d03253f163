#include "conformance/fields.h"
#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class ItemsOfAStore : public StoreTest {
 protected:
  Item find(const ItemId& id) {
    return *look([&](const Transaction& tx) { return tx.items().find(id); });
  }

  DatasetId dataset = add_dataset();
};

TEST_F(ItemsOfAStore, AnItemComesBackAsAddedByIdPathAndOrdinal) {
  Item item{
      .dataset = dataset,
      .id = ids.next<ItemId>(),
      .type = ItemType::dir,
      .path = "/a folder/ünï'code",
      .hidden = true,
      .creator = UserId{"mia@example.org"},
      .updated_by = UserId{"ada@example.org"},
      .description = "about",
      .spec = R"({"s":1})",
      .content = "abc",
      .size = 5'000'000'000,
      .metadata = R"({"system":{},"user":{"n":1}})",
      .source_item = ItemId{"source"},
      .source_dataset = DatasetId{"elsewhere"},
      .created_at = from_epoch_ms(1),
      .updated_at = from_epoch_ms(2)
  };
  add_items(dataset, 2);
  change([&](Transaction& tx) { item.ordinal = tx.items().add(item); });
  EXPECT_EQ(item.ordinal, 2u);
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.items().find(item.id), item));
    EXPECT_TRUE(is_same(tx.items().at_path(dataset, item.path), item));
    EXPECT_TRUE(is_same(tx.items().at(dataset, std::vector<Ordinal>{2}).at(0), item));
    EXPECT_FALSE(tx.items().at_path(dataset, "/a folder"));
    EXPECT_FALSE(tx.items().at_path(DatasetId{"elsewhere"}, item.path));
    return 0;
  });
}

TEST_F(ItemsOfAStore, OrdinalsCountUpInEachDatasetAndAreNeverUsedAgain) {
  const auto other = add_dataset();
  add_items(dataset, 3);
  change([&](Transaction& tx) {
    tx.items().remove(dataset, {1, 2}, {});
    EXPECT_EQ(tx.items().add(new_item(dataset, "/new")), 3u);
    EXPECT_EQ(tx.items().add(new_item(other, "/new")), 0u);
  });
  change([&](Transaction& tx) {
    tx.items().remove(dataset, {0, 3}, {});
    EXPECT_EQ(tx.items().add(new_item(dataset, "/newer")), 4u);
  });
}

TEST_F(ItemsOfAStore, AddingSetsLiveFileAndHidden) {
  change([&](Transaction& tx) {
    tx.items().add(new_item(dataset, "/file"));
    auto folder = new_item(dataset, "/folder");
    folder.type = ItemType::dir;
    tx.items().add(folder);
    EXPECT_EQ(tx.datasets().sets(dataset).live, (ItemSet{0, 1}));
    auto hidden = new_item(dataset, "/.hidden/file");
    hidden.hidden = true;
    tx.items().add(hidden);
    EXPECT_EQ(tx.datasets().sets(dataset).file, (ItemSet{0, 2}));
  });
  EXPECT_EQ(sets(dataset), (DatasetSets{.live = {0, 1, 2}, .file = {0, 2}, .hidden = {2}}));
}

TEST_F(ItemsOfAStore, UpdatingReplacesAllButDatasetOrdinalAndIdAndKeepsTheSetsRight) {
  const auto id = add_items(dataset, 2)[1];
  auto item = find(id);
  item.type = ItemType::dir;
  item.path = "/moved/there";
  item.hidden = true;
  item.updated_by = UserId{"ada@example.org"};
  item.description = "new";
  item.metadata = R"({"user":{"a":2}})";
  item.content = "content";
  item.size = 9;
  item.updated_at += std::chrono::seconds(1);
  change([&](Transaction& tx) { tx.items().update(item); });
  EXPECT_TRUE(is_same(find(id), item));
  EXPECT_EQ(sets(dataset), (DatasetSets{.live = {0, 1}, .file = {0}, .hidden = {1}}));
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.items().at_path(dataset, "/1.jpg"));
    const auto named =
        tx.items().matching(dataset, {"i.name = ? AND i.dir = ?", {"there", "/moved"}});
    EXPECT_EQ(named, ItemSet{1});
    return 0;
  });
  item.type = ItemType::file;
  item.hidden = false;
  change([&](Transaction& tx) { tx.items().update(item); });
  EXPECT_EQ(sets(dataset), (DatasetSets{.live = {0, 1}, .file = {0, 1}}));
}

TEST_F(ItemsOfAStore, AnItemThatIsGoneIsNotBroughtBackByAnUpdate) {
  const auto id = add_items(dataset, 1)[0];
  const auto item = find(id);
  change([&](Transaction& tx) {
    tx.items().remove(dataset, {0}, {});
    tx.items().update(item);
  });
  EXPECT_EQ(sets(dataset), DatasetSets{});
  EXPECT_FALSE(look([&](const Transaction& tx) { return tx.items().find(id).has_value(); }));
}

TEST_F(ItemsOfAStore, RemovingTakesRowsAnnotationsAndMembershipInEverySet) {
  const auto added = add_items(dataset, 3);
  const auto gone = add_annotation(dataset, 1, "issue");
  const auto also_gone = add_annotation(dataset, 2, "review");
  const auto stays = add_annotation(dataset, 0, "review");
  change([&](Transaction& tx) { tx.items().remove(dataset, {1, 2, 77}, {}); });
  const auto left = sets(dataset);
  EXPECT_EQ(
      left,
      (DatasetSets{
          .live = {0},
          .file = {0},
          .annotated = {0},
          .for_review = {0},
          .annotations = left.annotations  // until their rows are purged
      })
  );
  look([&](const Transaction& tx) {
    EXPECT_TRUE(tx.items().find(added[0]));
    EXPECT_FALSE(tx.items().find(added[1]));
    EXPECT_FALSE(tx.annotations().find(gone));
    EXPECT_FALSE(tx.annotations().find(also_gone));
    EXPECT_TRUE(tx.annotations().find(stays));
    return 0;
  });
}

TEST_F(ItemsOfAStore, ListsOfOrdinalsAreAnsweredInTheirOrderWithoutTheMissing) {
  const auto added = add_items(dataset, 4);
  change([&](Transaction& tx) { tx.items().remove(dataset, {2}, {}); });
  const std::vector<Ordinal> asked{3, 0, 2, 9, 1};
  look([&](const Transaction& tx) {
    EXPECT_THAT(ids_of(tx.items().at(dataset, asked)), ElementsAre(added[3], added[0], added[1]));
    EXPECT_THAT(
        tx.items().ids(dataset, asked),
        ElementsAre(Pair(3, added[3]), Pair(0, added[0]), Pair(1, added[1]))
    );
    EXPECT_THAT(tx.items().at(DatasetId{"unknown"}, asked), IsEmpty());
    return 0;
  });
}

TEST_F(ItemsOfAStore, AListHasAnEndInBytesButOneItemAtLeast) {
  const auto added = add_items(dataset, 4);
  change([&](Transaction& tx) {
    auto item = tx.items().find(added[1]).value();
    item.metadata = R"({"user":{"text":")" + std::string(100'000, 'x') + R"("}})";
    tx.items().update(item);
  });
  const std::vector<Ordinal> all{0, 1, 2, 3};
  const auto read = [&](std::size_t bytes) {
    return look([&](const Transaction& tx) { return ids_of(tx.items().at(dataset, all, bytes)); });
  };
  EXPECT_THAT(read(1), ElementsAre(added[0]));
  EXPECT_THAT(read(50'000), ElementsAre(added[0], added[1]));
  EXPECT_EQ(read(200'000).size(), 4u);
}

TEST_F(ItemsOfAStore, IdsAreFoundInTheirOwnDatasetAlone) {
  const auto other = add_dataset();
  const auto mine = add_items(dataset, 2);
  const auto theirs = add_items(other, 2);
  look([&](const Transaction& tx) {
    const std::vector<ItemId> asked{mine[1], theirs[0], ItemId{"unknown"}, mine[1]};
    EXPECT_EQ(tx.items().ordinals(dataset, asked), ItemSet{1});
    EXPECT_EQ(tx.items().ordinals(other, asked), ItemSet{0});
    return 0;
  });
}

TEST_F(ItemsOfAStore, TheLowerBoundOfAnIdIsTheFirstOrdinalThatIsNotSmaller) {
  const auto first = add_items(dataset, 3);
  add_items(add_dataset(), 5);
  const auto second = add_items(dataset, 3);
  change([&](Transaction& tx) { tx.items().remove(dataset, {1}, {}); });
  look([&](const Transaction& tx) {
    const auto bound = [&](const std::string& id) { return tx.items().lower_bound(dataset, id); };
    EXPECT_EQ(bound(""), 0u);
    EXPECT_EQ(bound(first[0].text), 0u);
    EXPECT_EQ(bound(first[2].text), 2u);
    EXPECT_EQ(bound(second[0].text), 3u);
    EXPECT_EQ(bound(second[2].text), 5u);
    EXPECT_EQ(bound(second[2].text + "0"), 6u);
    EXPECT_EQ(bound("g"), 6u);
    EXPECT_EQ(tx.items().lower_bound(DatasetId{"unknown"}, "g"), 0u);
    return 0;
  });
}

TEST_F(ItemsOfAStore, APathIsTakenOnceInADataset) {
  add_items(dataset, 1);
  EXPECT_THROW(
      change([&](Transaction& tx) { tx.items().add(new_item(dataset, "/0.jpg")); }), StoreFailure
  );
  EXPECT_EQ(sets(dataset).live, ItemSet{0});
  change([&](Transaction& tx) { EXPECT_EQ(tx.items().add(new_item(dataset, "/1.jpg")), 1u); });
}

}  // namespace

}  // namespace allot::conformance
