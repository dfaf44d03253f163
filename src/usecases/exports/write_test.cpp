// What an export holds.

#include <gmock/gmock.h>

#include "json/text.h"
#include "usecases/exports/exports_for_tests.h"
#include "usecases/items/delete.h"
#include "usecases/items/large_for_tests.h"

namespace allot::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class WhatAnExportHolds : public ExportsOfADataset {
 protected:
  /// A member of each item.
  static std::vector<std::string> members(const std::string& array, std::string_view name) {
    std::vector<std::string> found;
    for (const auto& item : json::elements_of(array)) {
      found.push_back(json::member(item, name).value_or("absent"));
    }
    return found;
  }

  void hide(const ItemId& id) {
    ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      auto item = tx.items().find(id).value();
      item.hidden = true;
      tx.items().update(item);
      return Done{};
    }));
  }
};

TEST_F(WhatAnExportHolds, ItIsAnArrayOfItemsWithTheirAnnotationsOldestFirst) {
  const auto items = world.items(3);
  annotate(items[0], "car");
  annotate(items[0], "sign");
  annotate(items[2], "car");
  const auto array = exported();
  EXPECT_THAT(
      members(array, "id"),
      ElementsAre(
          json::quoted(items[0].text), json::quoted(items[1].text), json::quoted(items[2].text)
      )
  );
  const auto lists = members(array, "annotations");
  ASSERT_EQ(lists.size(), 3u);
  EXPECT_THAT(members(lists[0], "label"), ElementsAre(R"("car")", R"("sign")"));
  EXPECT_EQ(lists[1], "[]");
  // As they were sent, to the digit.
  EXPECT_THAT(lists[2], HasSubstr(R"([{"x":1,"y":2},{"x":3.50,"y":4}])"));
}

TEST_F(WhatAnExportHolds, LargeItemsAreAllThere) {
  const auto items = world.items(12);
  give_metadata(world, items, 1'000'000);  // more than are read at once
  const auto array = exported();
  EXPECT_EQ(members(array, "id").size(), 12u);
  EXPECT_GT(array.size(), 12'000'000u);
}

TEST_F(WhatAnExportHolds, AnEmptyOneIsAnEmptyArray) {
  EXPECT_EQ(exported(), "[]");
}

TEST_F(WhatAnExportHolds, WithoutAnnotationsItemsAreWhatTheyAreElsewhere) {
  const auto items = world.items(1);
  annotate(items[0], "car");
  const auto address = "http://allot.test/api/v1/items/" + items[0].text + "/annotations";
  EXPECT_THAT(
      members(exported({.with_annotations = false}), "annotations"),
      ElementsAre(json::quoted(address))
  );
}

TEST_F(WhatAnExportHolds, TheQueryOfItemsPicksFilesAndHiddenOnesOnlyWhenAsked) {
  world.items(2, "day");
  world.items(1, "night");
  hide(world.items(1, ".hidden").front());
  const auto paths = [&](const std::string& filter) {
    return members(exported({.items_query = R"({"filter":)" + filter + "}"}), "filename");
  };
  EXPECT_EQ(paths("{}").size(), 3u);
  EXPECT_THAT(paths(R"({"dir":"/night"})"), ElementsAre(testing::StartsWith("\"/night/")));
  EXPECT_THAT(paths(R"({"hidden":true})"), ElementsAre(testing::StartsWith("\"/.hidden/")));
  EXPECT_THAT(paths(R"({"type":"dir"})"), IsEmpty());
}

TEST_F(WhatAnExportHolds, TheQueryOfAnnotationsPicksThoseInside) {
  const auto items = world.items(2);
  for (int i = 0; i < 50; ++i) annotate(items[0], i % 2 == 0 ? "car" : "sign");
  annotate(items[1], "sign");
  annotate(items[1], "", "note");
  const auto lists = members(
      exported({.annotations_query = R"({"filter":{"label":"sign"},"pageSize":1000})"}),
      "annotations"
  );
  ASSERT_EQ(lists.size(), 2u);
  EXPECT_EQ(members(lists[0], "label"), std::vector<std::string>(25, R"("sign")"));
  EXPECT_THAT(members(lists[1], "label"), ElementsAre(R"("sign")"));
  const auto by_item = members(
      exported(
          {.annotations_query =
               R"({"filter":{},"join":{"filter":{"id":")" + items[1].text + R"("}}})"}
      ),
      "annotations"
  );
  EXPECT_EQ(by_item[0], "[]");
  EXPECT_EQ(members(by_item[1], "type").size(), 2u);
}

TEST_F(WhatAnExportHolds, AnArchiveHasADocumentForEachItem) {
  world.items(2, "day");
  const auto archive = exported({.form = ExportForm::zip});
  EXPECT_THAT(archive, HasSubstr("json/day/0001.png.json"));
  EXPECT_THAT(archive, HasSubstr("json/day/0002.png.json"));
  EXPECT_TRUE(archive.starts_with("PK"));
  EXPECT_THAT(exported({.form = ExportForm::zipped_json}), HasSubstr("result.json"));
}

TEST_F(WhatAnExportHolds, AnItemThatWasDeletedMeanwhileIsLeftOut) {
  const auto items = world.items(2);
  const auto command = begin();
  ASSERT_OK(delete_item(world.env(), world.manager(), items[0]));
  run();
  EXPECT_THAT(members(content(command), "id"), ElementsAre(json::quoted(items[1].text)));
}

}  // namespace
}  // namespace allot::test
