// Annotations that are chosen on a snapshot and taken away later, all at once (docs/adr/0034).

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class ChosenAnnotationsOfAStore : public StoreTest {
 protected:
  ChosenAnnotationsOfAStore() { add_items(dataset, 4); }

  ChosenAnnotations choose(
      const std::string& condition = {}, std::optional<std::uint64_t> limit = std::nullopt
  ) {
    return look([&](const Transaction& tx) {
      return tx.annotations().choose(
          dataset, {.text = condition, .params = {}}, {}, std::nullopt, limit
      );
    });
  }

  std::uint64_t remove(const ChosenAnnotations& chosen, const ItemSet& kept = {}) {
    std::optional<std::uint64_t> count;
    change([&](Transaction& tx) {
      count = tx.annotations().remove(
          chosen,
          kept,
          {.project = ProjectId{"p"}, .actor = UserId{"mia@example.org"}, .at = clock.now()}
      );
    });
    return count.value();
  }

  void relabel(const AnnotationId& id) {
    change([&](Transaction& tx) {
      auto annotation = *tx.annotations().find(id);
      annotation.label = "another";
      tx.annotations().update(annotation);
    });
  }

  std::uint64_t total() {
    return look([&](const Transaction& tx) { return tx.annotations().total(dataset); });
  }

  std::vector<AnnotationId> purge(std::uint64_t rows) {
    std::optional<Purges::Slice> slice;
    change([&](Transaction& tx) { slice = tx.purges().take(dataset, rows); });
    std::vector<AnnotationId> gone;
    if (slice) {
      for (const auto& annotation : slice->annotations) gone.push_back(annotation.id);
    }
    return gone;
  }

  bool is_pending() {
    return look([](const Transaction& tx) { return tx.purges().pending().has_value(); });
  }

  DatasetId dataset = add_dataset();
};

TEST_F(ChosenAnnotationsOfAStore, AreInNoAnswerFromTheMomentTheyAreRemoved) {
  const auto issue = add_annotation(dataset, 1, "issue");
  const auto review = add_annotation(dataset, 1, "review");
  add_annotation(dataset, 2, "issue");
  const auto other = add_annotation(dataset, 3);
  EXPECT_EQ(remove(choose("a.status = 'issue'")), 2u);
  EXPECT_TRUE(is_pending());
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.annotations().find(issue));
    EXPECT_TRUE(tx.annotations().find(review));
    const auto page = tx.annotations().page(dataset, {}, {}, std::nullopt, 0, 10);
    EXPECT_EQ(page.total, 2u);
    EXPECT_EQ(page.annotations.size(), 2u);
    const Ordinal all[] = {0, 1, 2, 3};
    EXPECT_THAT(tx.annotations().counts(dataset, all), ElementsAre(Pair(1, 1), Pair(3, 1)));
    EXPECT_THAT(
        tx.annotations().statuses(dataset, all), ElementsAre(Pair(1, ElementsAre("review")))
    );
    EXPECT_EQ(
        tx.items().with_annotation(dataset, {.text = "a.status = 'issue'", .params = {}}), ItemSet{}
    );
    return 0;
  });
  EXPECT_THAT(annotations_of(dataset, 1), ElementsAre(review));
  EXPECT_THAT(annotations_of(dataset, 3), ElementsAre(other));
  EXPECT_EQ(total(), 2u);
  EXPECT_EQ(sets(dataset).annotated, (ItemSet{1, 3}));
  EXPECT_EQ(sets(dataset).issue, ItemSet{});
  EXPECT_EQ(sets(dataset).for_review, ItemSet{1});
  EXPECT_TRUE(choose("a.status = 'issue'").numbers.empty());
}

TEST_F(ChosenAnnotationsOfAStore, AreNotRemovedWhenTheyChangedSince) {
  const auto edited = add_annotation(dataset, 0);
  add_annotation(dataset, 0);
  const auto gone = add_annotation(dataset, 1);
  const auto chosen = choose();
  relabel(edited);
  const auto added = add_annotation(dataset, 0, "issue");
  change([&](Transaction& tx) { tx.annotations().remove(gone); });
  EXPECT_EQ(remove(chosen), 1u);
  EXPECT_THAT(annotations_of(dataset, 0), ElementsAre(edited, added));
  EXPECT_EQ(sets(dataset).annotated, ItemSet{0});
  EXPECT_EQ(sets(dataset).issue, ItemSet{0});
  EXPECT_EQ(total(), 2u);
}

TEST_F(ChosenAnnotationsOfAStore, OfItemsThatAreKeptStay) {
  const auto kept = add_annotation(dataset, 0, "issue");
  add_annotation(dataset, 1, "issue");
  EXPECT_EQ(remove(choose(), ItemSet{0}), 1u);
  EXPECT_THAT(annotations_of(dataset, 0), ElementsAre(kept));
  EXPECT_EQ(sets(dataset).annotated, ItemSet{0});
  EXPECT_EQ(sets(dataset).issue, ItemSet{0});
}

TEST_F(ChosenAnnotationsOfAStore, MayBeTheFirstFew) {
  const auto first = add_annotation(dataset, 2);
  const auto second = add_annotation(dataset, 1);
  EXPECT_EQ(remove(choose({}, 1)), 1u);
  EXPECT_THAT(annotations_of(dataset, 2), IsEmpty());
  EXPECT_THAT(annotations_of(dataset, 1), ElementsAre(second));
}

TEST_F(ChosenAnnotationsOfAStore, ArePurgedInSlicesThatNameThem) {
  const auto a = add_annotation(dataset, 0);
  const auto b = add_annotation(dataset, 1);
  const auto c = add_annotation(dataset, 2);
  const auto left = add_annotation(dataset, 0);
  remove(choose("a.id <> '" + left.text + "'"));
  EXPECT_THAT(purge(2), ElementsAre(a, b));
  EXPECT_EQ(total(), 1u);
  EXPECT_THAT(purge(2), ElementsAre(c));
  EXPECT_FALSE(is_pending());
  EXPECT_EQ(total(), 1u);
  EXPECT_THAT(annotations_of(dataset, 0), ElementsAre(left));
}

TEST_F(ChosenAnnotationsOfAStore, AreCountedOnceWhenTheirItemGoesToo) {
  add_annotation(dataset, 0);
  add_annotation(dataset, 0);
  add_annotation(dataset, 1);
  remove(choose("a.item = 0", 1));
  change([&](Transaction& tx) {
    tx.items().remove(dataset, ItemSet{0}, {.project = {}, .actor = {}, .at = clock.now()});
  });
  EXPECT_EQ(total(), 1u);
  while (is_pending()) purge(100);
  EXPECT_EQ(total(), 1u);
}

/// What the database did in the changes so far.
std::uint64_t steps_of(const Store& store) {
  std::uint64_t steps = 0;
  for (const auto& job : store.numbers().jobs) steps += job.steps;
  return steps;
}

TEST_F(ChosenAnnotationsOfAStore, AnItemIsRecountedOnceForAChangeOfManyOfItsAnnotations) {
  const auto steps_to_remove = [&](std::size_t count) {
    std::vector<AnnotationId> added;
    for (std::size_t i = 0; i < count; ++i) added.push_back(new_annotation(dataset, 3).id);
    change([&](Transaction& tx) {
      for (const auto& id : added) {
        auto annotation = new_annotation(dataset, 3);
        annotation.id = id;
        tx.annotations().add(annotation);
      }
    });
    const auto before = steps_of(*store);
    change([&](Transaction& tx) {
      for (const auto& id : added) tx.annotations().remove(id);
    });
    return steps_of(*store) - before;
  };
  const auto few = steps_to_remove(100);
  EXPECT_LT(steps_to_remove(400), 5 * few);
}

TEST_F(ChosenAnnotationsOfAStore, RemovingThemCostsNothingForEach) {
  const auto steps_to_remove = [&](std::size_t count) {
    change([&](Transaction& tx) {
      for (std::size_t i = 0; i < count; ++i) tx.annotations().add(new_annotation(dataset, 3));
    });
    const auto chosen = choose();
    const auto before = steps_of(*store);
    EXPECT_EQ(remove(chosen), count);
    const auto steps = steps_of(*store) - before;
    while (is_pending()) purge(10'000);
    return steps;
  };
  const auto few = steps_to_remove(10);
  EXPECT_LE(steps_to_remove(1'000), few + 200);
}

TEST_F(ChosenAnnotationsOfAStore, ThoseWhoseItemWasPurgedMeanwhileAreNotRemovedTwice) {
  add_annotation(dataset, 0);
  add_annotation(dataset, 1);
  const auto chosen = choose();
  change([&](Transaction& tx) { tx.items().remove(dataset, {1}, {}); });
  while (is_pending()) purge(1'000);
  EXPECT_EQ(total(), 1u);
  EXPECT_EQ(remove(chosen), 1u);
  EXPECT_EQ(total(), 0u);
  // The number of the purged one is given anew: what has it now is another.
  const auto added = add_annotation(dataset, 2);
  while (is_pending()) purge(1'000);
  EXPECT_EQ(total(), 1u);
  EXPECT_THAT(annotations_of(dataset, 2), ElementsAre(added));
}

TEST_F(ChosenAnnotationsOfAStore, ThatAreToBePurgedCostTheItemsOfOneReadNoMoreThanOnce) {
  const auto steps = [&] {
    const auto before = store->numbers().reader_steps;
    look([&](const Transaction& tx) {
      for (Ordinal i = 0; i < 100; ++i) {
        tx.annotations().each_of_item(dataset, i % 3, [](const Annotation&) {});
      }
      return 0;
    });
    return store->numbers().reader_steps - before;
  };
  const auto usually = steps();
  for (int i = 0; i < 60; ++i) add_annotation(dataset, 3, "issue");
  for (int i = 0; i < 60; ++i) EXPECT_EQ(remove(choose("a.status = 'issue'", 1)), 1u);
  EXPECT_TRUE(is_pending());
  EXPECT_THAT(annotations_of(dataset, 3), IsEmpty());
  EXPECT_LT(steps(), usually * 2);
}

}  // namespace

}  // namespace allot::conformance
