// Pages of the annotations of a dataset, in the orders that a list has.

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const query::SqlText newest_first{.text = "a.created_at DESC, a.id DESC", .params = {}};
const query::SqlText oldest_first{.text = "a.created_at ASC, a.id ASC", .params = {}};
const query::SqlText by_label{.text = "a.label ASC, a.id ASC", .params = {}};

class AnnotationPages : public FileStoreTest {
 protected:
  AnnotationPages() { add_items(dataset, 6); }

  AnnotationId add(Ordinal item, const std::string& label = "cat") {
    auto annotation = new_annotation(dataset, item);
    annotation.label = label;
    annotation.created_at = clock.now();
    change([&](Transaction& tx) { tx.annotations().add(annotation); });
    return annotation.id;
  }

  std::vector<AnnotationId> page(
      const query::SqlText& order,
      std::uint64_t offset = 0,
      std::uint64_t size = 1'000,
      const std::string& condition = "",
      const std::optional<ItemSet>& among = std::nullopt
  ) {
    return look([&](const Transaction& tx) {
      const query::SqlText that{.text = condition, .params = {}};
      const auto found = tx.annotations().page(dataset, that, order, among, offset, size);
      total = found.total;
      std::vector<AnnotationId> shown;
      for (const auto& annotation : found.annotations) shown.push_back(annotation.id);
      return shown;
    });
  }

  /// Pages of two are the parts of the whole, which is as the database sorts it.
  void expect_pages_of(const query::SqlText& order) {
    const auto whole = page(order);
    EXPECT_EQ(page({.text = order.text + ", 1", .params = {}}), whole);
    EXPECT_EQ(total, whole.size());
    std::vector<AnnotationId> walked;
    for (std::uint64_t offset = 0; offset <= whole.size(); offset += 2) {
      for (auto& id : page(order, offset, 2)) walked.push_back(std::move(id));
      EXPECT_EQ(total, whole.size());
    }
    EXPECT_EQ(walked, whole);
  }

  void expect_pages() {
    for (const auto& order : {newest_first, oldest_first, by_label}) expect_pages_of(order);
    look([&](const Transaction& tx) {
      EXPECT_EQ(tx.integrity().sets_from_rows(dataset), tx.datasets().sets(dataset));
      EXPECT_THAT(tx.integrity().of_chunks().sentences, IsEmpty());
      return 0;
    });
  }

  std::uint64_t steps_of(const std::function<void()>& asks) {
    const auto before = store->numbers().reader_steps;
    asks();
    return store->numbers().reader_steps - before;
  }

  DatasetId dataset = add_dataset();
  std::uint64_t total = 0;
};

TEST_F(AnnotationPages, ArePartsOfTheWholeWhateverCameAndWent) {
  expect_pages();
  std::vector<AnnotationId> added;
  for (Ordinal i = 0; i < 12; ++i) {
    if (i % 3 == 0) clock.advance(std::chrono::milliseconds{1});
    added.push_back(add((i * 5) % 6, i % 2 == 0 ? "cat" : "ant"));
  }
  expect_pages();
  change([&](Transaction& tx) {
    tx.annotations().remove(added[0]);
    tx.annotations().remove(added[11]);
  });
  added.push_back(add(2));
  EXPECT_THAT(page(newest_first, 0, 2), ElementsAre(added[12], added[10]));
  expect_pages();
  change([&](Transaction& tx) {
    const auto chosen = tx.annotations().choose(
        dataset, {.text = "a.item = 4", .params = {}}, {}, std::nullopt, std::nullopt
    );
    tx.annotations().remove(chosen, {}, {});
  });
  expect_pages();
  reopen();
  expect_pages();
  EXPECT_THAT(page(oldest_first, 0, 1), ElementsAre(added[1]));
}

TEST_F(AnnotationPages, LeaveOutWhatIsOnRemovedItemsBeforeAndAfterThePurge) {
  for (Ordinal i = 0; i < 12; ++i) add(i % 6);
  change([&](Transaction& tx) { tx.items().remove(dataset, {1, 3}, {}); });
  EXPECT_EQ(page(newest_first).size(), 8u);
  expect_pages();
  change([&](Transaction& tx) { tx.purges().take(dataset, 3); });
  expect_pages();
  while (look([](const Transaction& tx) { return tx.purges().pending().has_value(); })) {
    change([&](Transaction& tx) { tx.purges().take(dataset, 100); });
  }
  EXPECT_EQ(page(newest_first).size(), 8u);
  expect_pages();
}

TEST_F(AnnotationPages, GoByTimeWhereTheClockWasSetBack) {
  const auto first = add(0);
  clock.advance(std::chrono::milliseconds{-5});
  const auto earlier = add(1);
  EXPECT_THAT(page(newest_first), ElementsAre(first, earlier));
  EXPECT_THAT(page(oldest_first), ElementsAre(earlier, first));
  expect_pages();
  reopen();
  EXPECT_THAT(page(newest_first, 1, 5), ElementsAre(earlier));
  expect_pages();
}

TEST_F(AnnotationPages, AreOfTheItemsAndTheConditionThatAreAskedFor) {
  const auto a = add(0, "dog");
  add(1, "cat");
  const auto b = add(2, "dog");
  const auto c = add(0, "dog");
  EXPECT_THAT(page(newest_first, 0, 9, "a.label = 'dog'"), ElementsAre(c, b, a));
  // Who may see no item is not answered with what was kept for who sees all.
  EXPECT_THAT(page(newest_first, 0, 9, "a.label = 'dog'", ItemSet{}), IsEmpty());
  EXPECT_EQ(total, 0u);
  EXPECT_THAT(page(newest_first, 1, 1, "a.label = 'dog'", ItemSet{0, 1}), ElementsAre(a));
  EXPECT_EQ(total, 2u);
  const auto d = add(0, "dog");
  EXPECT_THAT(page(newest_first, 0, 1, "a.label = 'dog'"), ElementsAre(d));
  EXPECT_EQ(total, 4u);
}

TEST_F(AnnotationPages, OfItemsAreVisitedByAConditionInTheOrderInWhichTheyCame) {
  std::vector<AnnotationId> dogs;
  for (int i = 0; i < 50; ++i) {
    dogs.push_back(add(0, "dog"));
    add(0, "cat");
    add(1, "dog");
  }
  change([&](Transaction& tx) { tx.annotations().remove(dogs[30]); });
  dogs.erase(dogs.begin() + 30);
  const query::SqlText dog{.text = "a.label = ?", .params = {"dog"}};
  const auto items_with_dogs = [&] {
    return look([&](const Transaction& tx) {
      return tx.annotations().numbers_matching(dataset, {0, 1, 2}, dog);
    });
  };
  const auto numbers = items_with_dogs();
  ASSERT_EQ(numbers.size(), 2u);
  const auto visited = look([&](const Transaction& tx) {
    std::vector<AnnotationId> found;
    tx.annotations().each_numbered(dataset, numbers.at(0), [&](const Annotation& annotation) {
      found.push_back(annotation.id);
    });
    return found;
  });
  EXPECT_EQ(visited, dogs);
  EXPECT_EQ(numbers.at(1).size(), 50u);
  change([&](Transaction& tx) { tx.items().remove(dataset, {1}, {}); });
  EXPECT_EQ(items_with_dogs().size(), 1u);
}

TEST_F(AnnotationPages, CostThemselvesWhereverTheyAreAndWithAFilterOnlyTheFirstTime) {
  change([&](Transaction& tx) {
    for (int i = 0; i < 3'000; ++i) {
      tx.annotations().add(new_annotation(dataset, static_cast<Ordinal>(i % 6)));
    }
  });
  const auto first = steps_of([&] { page(newest_first, 0, 10); });
  EXPECT_LE(steps_of([&] { page(newest_first, 2'900, 10); }), first + 50);
  EXPECT_LE(first, 2'000u);
  // As use cases ask: a condition that is always true, among items that are all that have any.
  const auto after_a_change = [&](const std::string& condition, std::optional<ItemSet> among) {
    add(3);
    return steps_of([&] { page(newest_first, 1'000, 10, condition, among); });
  };
  EXPECT_LE(after_a_change("1", std::nullopt), first + 50);
  EXPECT_LE(after_a_change("1", ItemSet::range(0, 6)), first + 50);
  EXPECT_GT(after_a_change("1", ItemSet::range(0, 5)), first + 1'000);
  const auto all = [&](std::uint64_t offset) {
    return steps_of([&] { page(by_label, offset, 10, "a.type = 'box'"); });
  };
  EXPECT_GT(all(0), 3'000u);
  EXPECT_LE(all(2'900), 2'000u);
}

}  // namespace

}  // namespace allot::conformance
