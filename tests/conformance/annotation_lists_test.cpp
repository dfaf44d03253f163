// Annotations that come in slices and are shown at once (docs/adr/0039).

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class AnnotationListsOfAStore : public FileStoreTest {
 protected:
  std::int64_t begin(Ordinal item = 1) {
    std::int64_t list = 0;
    change([&](Transaction& tx) {
      list = tx.annotation_lists().begin(
          {.dataset = dataset,
           .item = item,
           .project = ProjectId{"project"},
           .actor = UserId{"ada@example.org"},
           .at = clock.now()}
      );
    });
    return list;
  }

  /// Two, in a slice of their own.
  bool add(std::int64_t list, const std::string& status = "", Ordinal item = 1) {
    std::vector<Annotation> slice;
    for (const auto& word : {status, std::string{}}) {
      auto& annotation = slice.emplace_back(new_annotation(dataset, item, word));
      annotation.item_id = items[item];
      annotation.created_at = clock.now();
    }
    bool is_added = false;
    change([&](Transaction& tx) { is_added = tx.annotation_lists().add(list, slice, clock.now()); }
    );
    if (is_added) {
      for (const auto& annotation : slice) written.push_back(annotation.id);
    }
    return is_added;
  }

  bool show(std::int64_t list) {
    bool is_shown = false;
    change([&](Transaction& tx) { is_shown = tx.annotation_lists().show(list, clock.now()); });
    return is_shown;
  }

  void give_up(std::int64_t list) {
    change([&](Transaction& tx) { tx.annotation_lists().give_up(list); });
  }

  void purge_all() {
    while (look([](const Transaction& tx) { return tx.purges().pending().has_value(); })) {
      change([&](Transaction& tx) {
        EXPECT_THAT(tx.purges().take(dataset, 3).value().annotations, IsEmpty());
      });
    }
  }

  std::uint64_t rows() {
    return look([](const Transaction& tx) { return tx.integrity().of_rows().checked; });
  }

  void expect_sound() {
    look([&](const Transaction& tx) {
      EXPECT_THAT(tx.integrity().of_rows().sentences, IsEmpty());
      EXPECT_THAT(tx.integrity().of_chunks().sentences, IsEmpty());
      EXPECT_EQ(tx.integrity().sets_from_rows(dataset), tx.datasets().sets(dataset));
      return 0;
    });
  }

  /// In every answer there are so many on item 1, and none elsewhere.
  void expect_there(std::size_t count) {
    look([&](const Transaction& tx) {
      const auto& annotations = tx.annotations();
      EXPECT_EQ(annotations.total(dataset), count);
      EXPECT_EQ(annotations.page(dataset, {}, {}, std::nullopt, 0, 100).annotations.size(), count);
      EXPECT_EQ(
          annotations.page(dataset, {.text = "1", .params = {}}, {}, std::nullopt, 0, 0).total,
          count
      );
      const Ordinal item[] = {1};
      if (count == 0) {
        EXPECT_THAT(annotations.counts(dataset, item), IsEmpty());
        EXPECT_THAT(annotations.statuses(dataset, item), IsEmpty());
        EXPECT_FALSE(annotations.find(written.front()));
      } else {
        EXPECT_THAT(annotations.counts(dataset, item), ElementsAre(Pair(1, count)));
      }
      EXPECT_EQ(tx.items().with_annotation(dataset, {}).contains(1), count > 0);
      const auto chosen = annotations.choose(dataset, {}, {}, std::nullopt, std::nullopt);
      EXPECT_EQ(chosen.numbers.size(), count);
      return 0;
    });
    EXPECT_EQ(annotations_of(dataset, 1).size(), count);
    EXPECT_EQ(sets(dataset).annotated.contains(1), count > 0);
    expect_sound();
  }

  /// A foreign edit of the item's annotations recounts its flags.
  void touch_item() {
    const auto other = add_annotation_on(1);
    change([&](Transaction& tx) { tx.annotations().remove(other); });
  }

  AnnotationId add_annotation_on(Ordinal item) {
    auto annotation = new_annotation(dataset, item);
    annotation.item_id = items[item];
    change([&](Transaction& tx) { tx.annotations().add(annotation); });
    return annotation.id;
  }

  DatasetId dataset = [this] {
    change([&](Transaction& tx) {
      tx.projects().put({.id = ProjectId{"project"}, .name = "project"});
    });
    return add_dataset();
  }();
  std::vector<ItemId> items = add_items(dataset, 3);
  std::vector<AnnotationId> written;
};

TEST_F(AnnotationListsOfAStore, AreInNoAnswerUntilTheyAreShownAndThenInAll) {
  const auto list = begin();
  add(list, "issue");
  expect_there(0);
  touch_item();
  add(list, "review");
  expect_there(0);
  EXPECT_EQ(sets(dataset).issue, ItemSet{});
  const auto moment = look([](const Transaction& tx) { return tx.datasets().moment(); });
  const auto version =
      look([&](const Transaction& tx) { return tx.datasets().content_version(dataset); });
  EXPECT_TRUE(show(list));
  expect_there(4);
  EXPECT_EQ(sets(dataset).issue, ItemSet{1});
  EXPECT_EQ(sets(dataset).for_review, ItemSet{});
  EXPECT_EQ(annotations_of(dataset, 1), written);
  look([&](const Transaction& tx) {
    EXPECT_GT(tx.datasets().content_version(dataset), version);
    const auto changes = tx.datasets().changes_since(dataset, moment);
    EXPECT_EQ(changes.annotations, ItemSet{1});
    EXPECT_EQ(changes.annotation_numbers.size(), 4u);
    return 0;
  });
  EXPECT_FALSE(show(list));
  EXPECT_FALSE(add(list));
  give_up(list);
  touch_item();
  expect_there(4);
}

TEST_F(AnnotationListsOfAStore, ThatAreGivenUpLeaveNothingAndNobodyIsToldOfThem) {
  const auto list = begin();
  add(list, "issue");
  give_up(list);
  expect_there(0);
  EXPECT_FALSE(add(list));
  EXPECT_FALSE(show(list));
  purge_all();
  EXPECT_EQ(rows(), 3u);
  expect_there(0);
  const auto next = begin();
  EXPECT_NE(next, list);
}

TEST_F(AnnotationListsOfAStore, AreApartFromEachOtherAndFromWhatComesMeanwhile) {
  const auto one = begin();
  const auto other = begin();
  add(one);
  add(other);
  const auto alone = add_annotation_on(1);
  add(one);
  EXPECT_TRUE(show(one));
  expect_there(5);
  give_up(other);
  purge_all();
  expect_there(5);
  EXPECT_THAT(
      annotations_of(dataset, 1), ElementsAre(written[0], written[1], alone, written[4], written[5])
  );
}

TEST_F(AnnotationListsOfAStore, SurviveTheProcessHiddenAndAreFoundByTheirAge) {
  const auto list = begin();
  add(list);
  reopen();
  expect_there(0);
  const auto left = [&](Time before) {
    return look([&](const Transaction& tx) { return tx.annotation_lists().left_before(before); });
  };
  EXPECT_FALSE(left(clock.now()));
  clock.advance(std::chrono::minutes{1});
  const auto then = clock.now();
  ASSERT_TRUE(left(then));
  EXPECT_EQ(left(then)->list, list);
  EXPECT_EQ(left(then)->dataset, dataset);
  add(list);
  EXPECT_FALSE(left(then));
  EXPECT_TRUE(show(list));
  expect_there(4);
  EXPECT_FALSE(left(clock.now() + std::chrono::hours{1}));
}

TEST_F(AnnotationListsOfAStore, OfAnItemThatGoesMeanwhileGoWithIt) {
  const auto list = begin();
  add(list);
  change([&](Transaction& tx) { tx.items().remove(dataset, {1}, {}); });
  expect_there(0);
  purge_all();
  EXPECT_EQ(rows(), 2u);
  give_up(list);
  purge_all();
  EXPECT_EQ(rows(), 2u);
  expect_sound();
}

TEST_F(AnnotationListsOfAStore, OfADatasetThatGoesMeanwhileGoWithIt) {
  const auto list = begin();
  add(list);
  change([&](Transaction& tx) { tx.datasets().remove(dataset); });
  EXPECT_FALSE(show(list));
  give_up(list);
  purge_all();
  EXPECT_EQ(rows(), 0u);
}

TEST_F(AnnotationListsOfAStore, OfManyItemsAreShownAtOnceOnThoseThatAreLeft) {
  std::int64_t list = 0;
  change([&](Transaction& tx) {
    list = tx.annotation_lists().begin(
        {.dataset = dataset,
         .item = {},
         .project = ProjectId{"project"},
         .actor = UserId{"ada@example.org"},
         .at = clock.now()}
    );
  });
  for (const Ordinal item : {0u, 1u, 2u}) {
    auto annotation = new_annotation(dataset, item);
    annotation.item_id = items[item];
    annotation.created_at = clock.now();
    change([&](Transaction& tx) {
      EXPECT_TRUE(tx.annotation_lists().add(list, {&annotation, 1}, clock.now()));
    });
    written.push_back(annotation.id);
    // Others come in between.
    add_annotation_on(2);
  }
  EXPECT_EQ(sets(dataset).annotated, ItemSet{2});
  change([&](Transaction& tx) { tx.items().remove(dataset, {0}, {}); });
  const auto moment = look([](const Transaction& tx) { return tx.datasets().moment(); });
  bool is_shown = false;
  change([&](Transaction& tx) {
    const ItemSet all{0, 1, 2};
    is_shown = tx.annotation_lists().show_each(list, all, ItemSet{0, 1}, clock.now());
  });
  EXPECT_TRUE(is_shown);
  EXPECT_EQ(sets(dataset).annotated, (ItemSet{1, 2}));
  EXPECT_EQ(annotations_of(dataset, 1), std::vector{written[1]});
  EXPECT_EQ(annotations_of(dataset, 2).size(), 3u);  // those of others
  look([&](const Transaction& tx) {
    const auto changes = tx.datasets().changes_since(dataset, moment);
    EXPECT_EQ(changes.annotations, ItemSet{1});
    EXPECT_EQ(changes.annotation_numbers.size(), 1u);
    return 0;
  });
  expect_sound();
  std::vector<AnnotationId> told;
  change([&](Transaction& tx) {
    told = tx.annotation_lists().take_untold(list, 10).value().annotations;
  });
  EXPECT_THAT(told, ElementsAre(written[1]));
  purge_all();
  EXPECT_EQ(rows(), 2u + 1u + 3u);
  expect_sound();
}

TEST_F(AnnotationListsOfAStore, ThatAreShownAreToldOfInSlicesButForWhatIsGone) {
  const auto list = begin();
  add(list);
  add(list);
  EXPECT_FALSE(look([](const Transaction& tx) { return tx.annotation_lists().untold(); }));
  const auto take = [&] {
    std::optional<AnnotationLists::Slice> slice;
    change([&](Transaction& tx) { slice = tx.annotation_lists().take_untold(list, 2); });
    return slice;
  };
  EXPECT_FALSE(take());
  clock.advance(std::chrono::minutes{1});
  EXPECT_TRUE(show(list));
  change([&](Transaction& tx) { tx.annotations().remove(written[2]); });
  reopen();
  const auto untold = look([](const Transaction& tx) { return tx.annotation_lists().untold(); });
  ASSERT_TRUE(untold);
  EXPECT_EQ(untold->dataset, dataset);
  EXPECT_EQ(untold->list, list);
  const auto first = take();
  ASSERT_TRUE(first);
  EXPECT_THAT(first->annotations, ElementsAre(written[0], written[1]));
  EXPECT_EQ(first->project, ProjectId{"project"});
  EXPECT_EQ(first->actor, UserId{"ada@example.org"});
  EXPECT_EQ(first->at, clock.now());
  EXPECT_THAT(take().value().annotations, ElementsAre(written[3]));
  EXPECT_FALSE(take());
  EXPECT_FALSE(look([](const Transaction& tx) { return tx.annotation_lists().untold(); }));
  expect_there(3);
}

}  // namespace

}  // namespace allot::conformance
