#include "conformance/fields.h"
#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class AnnotationsOfAStore : public StoreTest {
 protected:
  AnnotationsOfAStore() { add_items(dataset, 5); }

  void set_status(const AnnotationId& id, const std::string& status) {
    change([&](Transaction& tx) {
      auto annotation = *tx.annotations().find(id);
      annotation.status = status;
      tx.annotations().update(annotation);
    });
  }

  /// Also visited, which is to give the same.
  Annotations::Page page(
      const query::SqlText& condition,
      const query::SqlText& order = {},
      const std::optional<ItemSet>& among = std::nullopt,
      std::uint64_t offset = 0,
      std::uint64_t size = 100
  ) {
    return look([&](const Transaction& tx) {
      auto page = tx.annotations().page(dataset, condition, order, among, offset, size);
      std::optional<std::uint64_t> total;
      std::vector<AnnotationId> visited;
      tx.annotations().each_of_page(
          dataset,
          condition,
          order,
          among,
          offset,
          size,
          [&](std::uint64_t of_all) { total = of_all; },
          [&](const Annotation& annotation) {
            EXPECT_TRUE(total.has_value());
            visited.push_back(annotation.id);
          }
      );
      EXPECT_EQ(total, page.total);
      std::vector<AnnotationId> listed;
      for (const auto& annotation : page.annotations) listed.push_back(annotation.id);
      EXPECT_EQ(visited, listed);
      return page;
    });
  }

  std::uint64_t total() {
    return look([&](const Transaction& tx) { return tx.annotations().total(dataset); });
  }

  DatasetId dataset = add_dataset();
};

TEST_F(AnnotationsOfAStore, AnAnnotationComesBackAsAddedAndAsUpdated) {
  Annotation annotation{
      .id = ids.next<AnnotationId>(),
      .dataset = dataset,
      .item = 2,
      .item_id = ItemId{"item"},
      .type = "box",
      .label = "cat",
      .coordinates = "[[1,2]]",
      .attributes = "{\"a\":1}",
      .metadata = "{\"system\":{\"x\":1}}",
      .label_suggestions = "[\"dog\"]",
      .description = "about",
      .source = "ui",
      .hash = "hash",
      .status = "review",
      .creator = UserId{"ada@example.org"},
      .updated_by = UserId{"mia@example.org"},
      .issue_by = UserId{"rita@example.org"},
      .created_at = from_epoch_ms(1),
      .updated_at = from_epoch_ms(2)
  };
  change([&](Transaction& tx) { tx.annotations().add(annotation); });
  const auto find = [&] {
    return look([&](const Transaction& tx) { return tx.annotations().find(annotation.id); });
  };
  EXPECT_TRUE(is_same(find(), annotation));
  annotation.label = "dog";
  annotation.status = "approved";
  annotation.updated_at = from_epoch_ms(3);
  change([&](Transaction& tx) { tx.annotations().update(annotation); });
  EXPECT_TRUE(is_same(find(), annotation));
}

TEST_F(AnnotationsOfAStore, AnItemHasItsAnnotationsOldestFirst) {
  const auto first = add_annotation(dataset, 1);
  add_annotation(dataset, 2);
  const auto second = add_annotation(dataset, 1);
  set_status(first, "approved");
  EXPECT_THAT(annotations_of(dataset, 1), ElementsAre(first, second));
  EXPECT_THAT(annotations_of(dataset, 0), IsEmpty());
}

TEST_F(AnnotationsOfAStore, CountsAndStatusesLeaveItemsWithoutThemOut) {
  add_annotation(dataset, 1, "review");
  add_annotation(dataset, 1, "issue");
  add_annotation(dataset, 1, "issue");
  add_annotation(dataset, 3);
  const std::vector<Ordinal> asked{3, 1, 0};
  look([&](const Transaction& tx) {
    EXPECT_THAT(tx.annotations().counts(dataset, asked), ElementsAre(Pair(3, 1), Pair(1, 3)));
    EXPECT_THAT(
        tx.annotations().statuses(dataset, asked),
        ElementsAre(Pair(1, ElementsAre("issue", "review")))
    );
    return 0;
  });
}

TEST_F(AnnotationsOfAStore, AnItemIsAnnotatedWhileItHasAnAnnotation) {
  const auto first = add_annotation(dataset, 1);
  const auto second = add_annotation(dataset, 1);
  EXPECT_EQ(sets(dataset).annotated, ItemSet{1});
  change([&](Transaction& tx) { tx.annotations().remove(first); });
  EXPECT_EQ(sets(dataset).annotated, ItemSet{1});
  change([&](Transaction& tx) { tx.annotations().remove(second); });
  EXPECT_EQ(sets(dataset).annotated, ItemSet{});
}

TEST_F(AnnotationsOfAStore, AnIssueOutweighsAReview) {
  const auto review = add_annotation(dataset, 1, "review");
  EXPECT_EQ(sets(dataset).for_review, ItemSet{1});
  const auto issue = add_annotation(dataset, 1, "issue");
  EXPECT_EQ(sets(dataset).issue, ItemSet{1});
  EXPECT_EQ(sets(dataset).for_review, ItemSet{});
  add_annotation(dataset, 1, "review");
  EXPECT_EQ(sets(dataset).for_review, ItemSet{});
  set_status(issue, "approved");
  EXPECT_EQ(sets(dataset).issue, ItemSet{});
  EXPECT_EQ(sets(dataset).for_review, ItemSet{1});
  set_status(review, "issue");
  EXPECT_EQ(sets(dataset).issue, ItemSet{1});
  change([&](Transaction& tx) { tx.annotations().remove(review); });
  EXPECT_EQ(sets(dataset).issue, ItemSet{});
  EXPECT_EQ(sets(dataset).for_review, ItemSet{1});
}

TEST_F(AnnotationsOfAStore, TheTotalLeavesHiddenItemsOut) {
  add_annotation(dataset, 1);
  add_annotation(dataset, 2);
  add_annotation(dataset, 2);
  EXPECT_EQ(total(), 3u);
  change([&](Transaction& tx) {
    auto item = tx.items().at(dataset, std::vector<Ordinal>{2}).front();
    item.hidden = true;
    tx.items().update(item);
    EXPECT_EQ(tx.annotations().total(dataset), 1u);
  });
  EXPECT_EQ(total(), 1u);
  add_annotation(dataset, 0);
  EXPECT_EQ(total(), 2u);
}

TEST_F(AnnotationsOfAStore, APageIsAPartOfWhatMatchesInOrder) {
  const auto a = add_annotation(dataset, 1, "issue");
  add_annotation(dataset, 1);
  const auto b = add_annotation(dataset, 2, "issue");
  const auto c = add_annotation(dataset, 3, "issue");
  const query::SqlText issues{"a.status = ?", {"issue"}};
  EXPECT_THAT(ids_of(page(issues).annotations), ElementsAre(a, b, c));
  EXPECT_EQ(page(issues).total, 3u);
  const query::SqlText newest{"a.created_at DESC, a.id DESC", {}};
  EXPECT_THAT(ids_of(page(issues, newest).annotations), ElementsAre(c, b, a));
  const auto second = page(issues, newest, std::nullopt, 1, 1);
  EXPECT_THAT(ids_of(second.annotations), ElementsAre(b));
  EXPECT_EQ(second.total, 3u);
  EXPECT_THAT(page(issues, newest, std::nullopt, 3, 1).annotations, IsEmpty());
  EXPECT_THAT(page(issues, newest, std::nullopt, 0, 0).annotations, IsEmpty());
  EXPECT_EQ(page(issues, newest, std::nullopt, 0, 0).total, 3u);
}

TEST_F(AnnotationsOfAStore, APageMayBeKeptToSomeItemsFewOrMany) {
  add_annotation(dataset, 1);
  const auto b = add_annotation(dataset, 2);
  EXPECT_THAT(ids_of(page({}, {}, ItemSet{2, 4}).annotations), ElementsAre(b));
  EXPECT_THAT(ids_of(page({}, {}, ItemSet::range(2, 50'000)).annotations), ElementsAre(b));
  EXPECT_EQ(page({}, {}, ItemSet{}).total, 0u);
}

TEST_F(AnnotationsOfAStore, EveryColumnOfTheAgreementIsThere) {
  add_annotation(dataset, 1, "issue");
  EXPECT_EQ(
      page({"a.id <> '' AND a.dataset_id = ? AND a.item = 1 AND a.item_id = '' AND a.type = 'box'"
            " AND a.label = 'cat' AND a.creator = '' AND a.updated_by = '' AND a.description = ''"
            " AND a.source = 'sdk' AND a.status = 'issue' AND a.created_at = 0"
            " AND a.updated_at = 0 AND a.attributes = '' AND a.coordinates = ''"
            " AND json_type(a.metadata, '$.system') = 'object'",
            {dataset.text}}
      ).total,
      1u
  );
}

TEST_F(AnnotationsOfAStore, AnAnnotationOfAnItemThatIsGoneIsRefused) {
  change([&](Transaction& tx) { tx.items().remove(dataset, {1}, {}); });
  EXPECT_THROW(add_annotation(dataset, 1), BrokenInvariant);
  EXPECT_EQ(sets(dataset).annotated, ItemSet{});
}

}  // namespace

}  // namespace allot::conformance
