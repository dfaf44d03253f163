// Items that were written unseen are shown at once (docs/adr/0052).

#include "conformance/clones_for_tests.h"

namespace allot::conformance {

namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST_F(ClonesOfAStore, WhatComesInBetweenKeepsItsPlace) {
  const auto clone = begun();
  const auto first = write(clone, dataset, "/1.png");
  put_at("/2.png");
  const auto last = write(clone, dataset, "/3.png");
  EXPECT_EQ(sets(dataset).live, ItemSet{first.ordinal + 1});
  show(clone);
  EXPECT_EQ(sets(dataset).live, ItemSet::range(first.ordinal, last.ordinal + 1));
  expect_sound();
}

TEST_F(ClonesOfAStore, ANewDatasetIsThereWithItsItemsAndNotBefore) {
  const auto clone = a_clone();
  const auto made = a_dataset();
  change([&](Transaction& tx) { tx.clones().begin_new(clone.id, made); });
  const auto item = write(clone, made.id, "/a.png", {""});
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.datasets().find(made.id));
    EXPECT_THAT(tx.datasets().of_project(made.project), SizeIs(1));
    EXPECT_THAT(tx.datasets().using_recipe(RecipeId{"recipe"}), IsEmpty());
    return 0;
  });
  expect_unseen(item);
  // Others may have its name meanwhile.
  auto other = made;
  other.id = ids.next<DatasetId>();
  change([&](Transaction& tx) { tx.datasets().put(other); });
  change([&](Transaction& tx) { tx.datasets().remove(other.id); });
  change([&](Transaction& tx) {
    tx.datasets().put(made);
    tx.clones().show(clone.id, flags, clock.now());
  });
  look([&](const Transaction& tx) {
    const auto shown = tx.datasets().find(made.id);
    EXPECT_EQ(shown->name, "copy");
    EXPECT_EQ(shown->source, made.source);
    EXPECT_THAT(tx.datasets().of_project(made.project), SizeIs(2));
    EXPECT_TRUE(tx.items().find(item.id));
    EXPECT_EQ(tx.annotations().total(made.id), 1u);
    return 0;
  });
  expect_sound();
}

TEST_F(ClonesOfAStore, AFolderBecomesOneWithThatOfSomebodyElse) {
  const auto clone = begun();
  const auto own = write(clone, dataset, "/a", {}, ItemType::dir);
  const auto item = write(clone, dataset, "/a/1.png", {""});
  put_at("/a", ItemType::dir);
  ASSERT_THAT(lost(clone), SizeIs(1));
  EXPECT_TRUE(lost(clone).front().to_folder);
  show(clone);
  EXPECT_TRUE(sets(dataset).live.contains(item.ordinal));
  EXPECT_FALSE(sets(dataset).live.contains(own.ordinal));
  expect_sound();
  purge_silently();
  EXPECT_NE(at_path("/a")->ordinal, own.ordinal);
  EXPECT_EQ(at_path("/a/1.png")->id, item.id);
  expect_sound();
}

TEST_F(ClonesOfAStore, AnItemThatIsGivenUpIsNotShown) {
  const auto clone = begun();
  const auto item = write(clone, dataset, "/a.png", {""});
  const auto other = write(clone, dataset, "/b.png", {""});
  change([&](Transaction& tx) { tx.clones().give_up_item(clone.id, item.ordinal); });
  show(clone);
  EXPECT_EQ(sets(dataset).live, ItemSet{other.ordinal});
  EXPECT_EQ(look([&](const Transaction& tx) { return tx.annotations().total(dataset); }), 1u);
  expect_sound();
  purge_silently();
  EXPECT_EQ(sets(dataset).annotations.size(), 1u);
  expect_sound();
}

}  // namespace

}  // namespace allot::conformance
