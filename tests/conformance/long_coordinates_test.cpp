// Coordinates of any length: a driver may keep long ones apart, and nothing shows it.

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string mask(std::size_t bytes, char filler = 'A') {
  return '"' + std::string(bytes - 2, filler) + '"';
}

class Coordinates : public FileStoreTest {
 protected:
  Coordinates() {
    change([&](Transaction& tx) {
      tx.projects().put({.id = ProjectId{"project"}, .name = "project"});
    });
    dataset = add_dataset();
    items = add_items(dataset, 3);
  }

  AnnotationId add(Ordinal item, const std::string& coordinates) {
    auto annotation = new_annotation(dataset, item);
    annotation.item_id = items[item];
    annotation.coordinates = coordinates;
    change([&](Transaction& tx) { tx.annotations().add(annotation); });
    return annotation.id;
  }

  void update(const AnnotationId& id, FunctionRef<void(Annotation&)> edit) {
    change([&](Transaction& tx) {
      auto annotation = tx.annotations().find(id).value();
      edit(annotation);
      tx.annotations().update(annotation);
    });
  }

  std::string of(const AnnotationId& id) {
    return look([&](const Transaction& tx) { return tx.annotations().find(id)->coordinates; });
  }

  ChosenAnnotations choose_all() {
    return look([&](const Transaction& tx) {
      return tx.annotations().choose(dataset, {}, {}, std::nullopt, std::nullopt);
    });
  }

  std::optional<Purges::Slice> purge(std::uint64_t rows) {
    std::optional<Purges::Slice> slice;
    change([&](Transaction& tx) { slice = tx.purges().take(dataset, rows); });
    expect_sound();
    return slice;
  }

  void expect_sound() {
    look([&](const Transaction& tx) {
      EXPECT_THAT(tx.integrity().of_database().sentences, IsEmpty());
      EXPECT_THAT(tx.integrity().of_rows().sentences, IsEmpty());
      return 0;
    });
  }

  DatasetId dataset;
  std::vector<ItemId> items;
};

// B-266
TEST_F(Coordinates, OfAnyLengthAreReadEverywhereAsTheyWereWritten) {
  for (const auto bytes : std::vector<std::size_t>{2, 3, 8'191, 8'192, 8'193, 100'000, 2'000'000}) {
    SCOPED_TRACE(bytes);
    const auto written = mask(bytes);
    const auto id = add(1, written);
    EXPECT_EQ(of(id), written);
    look([&](const Transaction& tx) {
      const auto& annotations = tx.annotations();
      std::vector<std::string> found;
      const auto visit = [&](const Annotation& each) { found.push_back(each.coordinates); };
      annotations.each_of_item(dataset, 1, visit);
      annotations.each_numbered(
          dataset, annotations.numbers_matching(dataset, {1}, {}).at(1), visit
      );
      const auto page = annotations.page(dataset, {}, {}, std::nullopt, 0, 9);
      found.push_back(page.annotations.at(0).coordinates);
      EXPECT_THAT(found, ElementsAre(written, written, written));
      return 0;
    });
    expect_sound();
    change([&](Transaction& tx) { tx.annotations().remove(id); });
    expect_sound();
  }
  EXPECT_EQ(of(add(1, "")), "");
}

// B-266
TEST_F(Coordinates, GrowAndShrinkWithTheirAnnotation) {
  const auto id = add(1, "[1]");
  for (const auto& next : {mask(20'000), mask(20'000, 'B'), std::string("[2]"), mask(9'000)}) {
    update(id, [&](Annotation& annotation) { annotation.coordinates = next; });
    EXPECT_EQ(of(id), next);
    expect_sound();
  }
  update(id, [](Annotation& annotation) { annotation.label = "another"; });
  EXPECT_EQ(of(id), mask(9'000));
  update(id, [](Annotation& annotation) { annotation.coordinates = ""; });
  EXPECT_EQ(of(id), "");
  expect_sound();
}

// B-266
TEST_F(Coordinates, ThatAreLongAreFoundByAFilterOnThem) {
  add(0, "[1]");
  const auto id = add(1, mask(20'000));
  add(2, "");
  const auto numbers_of = [&](const std::string& condition) {
    return look([&](const Transaction& tx) {
      const query::SqlText that{.text = condition, .params = {}};
      EXPECT_EQ(tx.items().with_annotation(dataset, that), ItemSet{1});
      const auto page = tx.annotations().page(dataset, that, {}, std::nullopt, 0, 9);
      return page.annotations.empty() ? AnnotationId{} : page.annotations.at(0).id;
    });
  };
  EXPECT_EQ(numbers_of("length(a.coordinates) > 10000"), id);
  // With a change of metadata that is not in the rows yet.
  const auto all = choose_all();
  change([&](Transaction& tx) {
    EXPECT_EQ(tx.bulk_changes().change_annotations(all, {}, {.difference = "{}"}), 3u);
  });
  EXPECT_EQ(numbers_of("length(a.coordinates) > 10000"), id);
  EXPECT_EQ(of(id), mask(20'000));
}

// B-266
TEST_F(Coordinates, OfRemovedItemsAndDatasetsGoInSlices) {
  for (int number = 0; number < 3; ++number) add(1, mask(20'000));
  add(2, mask(20'000));
  change([&](Transaction& tx) { tx.items().remove(dataset, {1}, {}); });
  while (purge(60)) {
  }
  change([&](Transaction& tx) { tx.datasets().remove(dataset); });
  while (purge(2)) {
  }
}

// B-266
TEST_F(Coordinates, OfAnnotationsThatAQueryDeletedGoWithThem) {
  std::vector<AnnotationId> added;
  for (int number = 0; number < 3; ++number) added.push_back(add(1, mask(20'000)));
  const auto all = choose_all();
  change([&](Transaction& tx) { EXPECT_EQ(tx.annotations().remove(all, {}, {}), 3u); });
  std::vector<AnnotationId> gone;
  while (const auto slice = purge(60)) {
    EXPECT_LE(slice->annotations.size(), 2u);  // each is worth many rows
    for (const auto& annotation : slice->annotations) gone.push_back(annotation.id);
  }
  EXPECT_EQ(gone, added);
}

}  // namespace

}  // namespace allot::conformance
