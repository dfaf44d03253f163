// Annotations are met one by one in pieces, and each once (docs/adr/0053).

#include "store/annotation_walk.h"

#include <random>

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class WalkThroughAnnotations : public StoreTest {
 protected:
  void annotate(Ordinal item, const std::string& label, const std::string& type = "box") {
    auto annotation = new_annotation(dataset, item);
    annotation.item_id = items.at(item);
    annotation.label = label;
    annotation.type = type;
    annotation.creator = UserId{"ada@example.org"};
    change([&](Transaction& tx) { tx.annotations().add(annotation); });
  }

  /// The labels that a walk meets in pieces of so many annotations.
  std::vector<std::string> labels(const ItemSet& among, std::uint64_t count) {
    std::vector<std::string> found;
    auto place = std::optional(AnnotationWalk::Place{});
    while (place) {
      place = look([&](const Transaction& tx) {
        std::uint64_t visited = 0;
        const auto next =
            tx.annotation_walk()
                .visit(dataset, among, *place, count, [&](const AnnotationFacts& facts) {
                  ++visited;
                  found.emplace_back(facts.label);
                });
        EXPECT_LE(visited, count);
        return next;
      });
    }
    return found;
  }

  DatasetId dataset = add_dataset();
  std::vector<ItemId> items = add_items(dataset, 60);
};

TEST_F(WalkThroughAnnotations, TellsLabelTypeAndCreatorOfEach) {
  annotate(3, "cat", "point");
  look([&](const Transaction& tx) {
    const auto next =
        tx.annotation_walk().visit(dataset, {3}, {}, 9, [](const AnnotationFacts& facts) {
          EXPECT_EQ(facts.item, 3u);
          EXPECT_EQ(facts.label, "cat");
          EXPECT_EQ(facts.type, "point");
          EXPECT_EQ(facts.creator, "ada@example.org");
        });
    EXPECT_FALSE(next);
    return 0;
  });
}

TEST_F(WalkThroughAnnotations, MeetsEachOnceInPiecesOfAnyLength) {
  for (const auto* label : {"a", "b", "c"}) annotate(2, label);
  annotate(0, "d");
  annotate(50, "e");
  const ItemSet all = ItemSet::range(0, 60);
  for (std::uint64_t count = 1; count < 7; ++count) {
    EXPECT_THAT(labels(all, count), ElementsAre("d", "a", "b", "c", "e")) << count;
    EXPECT_THAT(labels({2, 50}, count), ElementsAre("a", "b", "c", "e")) << count;
    EXPECT_THAT(labels({0, 2}, count), ElementsAre("d", "a", "b", "c")) << count;
  }
  EXPECT_THAT(labels({1}, 3), IsEmpty());
  EXPECT_THAT(labels({}, 3), IsEmpty());
}

TEST_F(WalkThroughAnnotations, PassesOverWhatIsGoneThoughItsRowIsThere) {
  annotate(1, "kept");
  annotate(1, "hidden");
  annotate(2, "of a removed item");
  const auto chosen = look([&](const Transaction& tx) {
    return tx.annotations().choose(
        dataset, {.text = "a.label = 'hidden'", .params = {}}, {}, std::nullopt, std::nullopt
    );
  });
  change([&](Transaction& tx) {
    EXPECT_EQ(tx.annotations().remove(chosen, {}, {}), 1u);
    tx.items().remove(dataset, {2}, {});
  });
  EXPECT_THAT(labels(ItemSet::range(0, 60), 2), ElementsAre("kept"));
}

TEST_F(WalkThroughAnnotations, KnowsALabelThatWasChanged) {
  annotate(1, "cat");
  const auto id = annotations_of(dataset, 1).front();
  change([&](Transaction& tx) {
    auto annotation = *tx.annotations().find(id);
    annotation.label = "dog";
    tx.annotations().update(annotation);
  });
  EXPECT_THAT(labels({1}, 9), ElementsAre("dog"));
}

TEST_F(WalkThroughAnnotations, OfAnyItemsMeetsWhatIsOnThem) {
  std::mt19937 chance(5);
  const auto below = [&](int count) {
    return std::uniform_int_distribution<int>(0, count - 1)(chance);
  };
  std::vector<std::vector<std::string>> on_items(items.size());
  for (int i = 0; i < 90; ++i) {
    const auto item = static_cast<Ordinal>(below(60));
    annotate(item, std::to_string(i));
    on_items[item].push_back(std::to_string(i));
  }
  for (int i = 0; i < 20; ++i) {
    std::vector<std::string> expected;
    ItemSet among;
    const int one_of = 1 + below(8);
    for (Ordinal item = 0; item < 60; ++item) {
      if (below(one_of) != 0) continue;
      among.insert(item);
      expected.insert(expected.end(), on_items[item].begin(), on_items[item].end());
    }
    EXPECT_EQ(labels(among, static_cast<std::uint64_t>(1 + below(12))), expected);
  }
}

}  // namespace

}  // namespace allot::conformance
