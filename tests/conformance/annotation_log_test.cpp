#include "store/annotation_log.h"

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A line without what the store gives.
struct Line {
  AnnotationId annotation;
  std::string member;
  std::optional<std::string> from;
  std::optional<std::string> to;
  UserId actor;
  Time at;
  bool operator==(const Line&) const = default;
};

class LogOfAnnotations : public FileStoreTest {
 protected:
  LogOfAnnotations() {
    change([&](Transaction& tx) {
      tx.projects().put({.id = ProjectId{"project"}, .name = "project"});
    });
    dataset = add_dataset();
    items = add_items(dataset, 4);
  }

  AnnotationId annotate(Ordinal item) {
    auto annotation = new_annotation(dataset, item);
    annotation.item_id = items[item];
    annotation.creator = UserId{"ada@example.org"};
    annotation.created_at = clock.now();
    change([&](Transaction& tx) { tx.annotations().add(annotation); });
    return annotation.id;
  }

  void append(
      const AnnotationId& annotation,
      Ordinal item,
      const std::string& to,
      std::optional<Time> at = std::nullopt
  ) {
    const LoggedChange line{
        .dataset = dataset,
        .item = item,
        .annotation = annotation,
        .actor = UserId{"mia@example.org"},
        .at = at.value_or(clock.now()),
        .changes = {{.member = "label", .from = std::nullopt, .to = to}}
    };
    change([&](Transaction& tx) { tx.annotation_log().append(line); });
  }

  std::vector<LoggedChange> lines_of(Ordinal item) {
    std::vector<LoggedChange> lines;
    look([&](const Transaction& tx) {
      tx.annotation_log().each_of_item(dataset, item, [&](const LoggedChange& line) {
        EXPECT_EQ(line.dataset, dataset);
        EXPECT_EQ(line.item, item);
        lines.push_back(line);
      });
      return 0;
    });
    return lines;
  }

  std::vector<Line> of(Ordinal item) {
    std::vector<Line> lines;
    for (const auto& line : lines_of(item)) {
      const auto& change = line.changes.at(0);
      lines.push_back(
          {.annotation = line.annotation,
           .member = change.member,
           .from = change.from,
           .to = change.to,
           .actor = line.actor,
           .at = line.at}
      );
    }
    return lines;
  }

  [[nodiscard]] Line made(const AnnotationId& annotation, Time at) const {
    return {
        .annotation = annotation,
        .member = "id",
        .from = "null",
        .to = "\"" + annotation.text + "\"",
        .actor = UserId{"ada@example.org"},
        .at = at
    };
  }

  [[nodiscard]] Line relabelled(const AnnotationId& annotation, const std::string& to, Time at)
      const {
    return {
        .annotation = annotation,
        .member = "label",
        .from = std::nullopt,
        .to = to,
        .actor = UserId{"mia@example.org"},
        .at = at
    };
  }

  std::uint64_t forget(Time time, std::uint64_t rows) {
    std::uint64_t gone = 0;
    change([&](Transaction& tx) { gone = tx.annotation_log().forget_before(time, rows); });
    return gone;
  }

  void purge_all() {
    while (look([](const Transaction& tx) { return tx.purges().pending().has_value(); })) {
      change([&](Transaction& tx) { tx.purges().take(dataset, 2); });
    }
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

// B-265
TEST_F(LogOfAnnotations, TellsOfOneAfterTheOtherOfEachFromItsBeginning) {
  const auto start = clock.now();
  const auto first = annotate(1);
  const auto second = annotate(1);
  const auto elsewhere = annotate(2);
  clock.advance(std::chrono::seconds{1});
  append(second, 1, R"("b")");
  append(first, 1, R"("a")");
  append(second, 1, R"("c")");
  append(elsewhere, 2, R"("d")");
  const auto later = clock.now();
  const auto check = [&] {
    EXPECT_THAT(
        of(1),
        ElementsAre(
            made(first, start),
            relabelled(first, R"("a")", later),
            made(second, start),
            relabelled(second, R"("b")", later),
            relabelled(second, R"("c")", later)
        )
    );
    EXPECT_THAT(of(0), IsEmpty());
  };
  check();
  reopen();
  check();
  expect_sound();
}

// B-265: of a change of many the lines come by and by, and something else may have been done
// meanwhile.
TEST_F(LogOfAnnotations, TellsOfWhatIsAppendedLateWhereItWasDone) {
  const auto annotation = annotate(1);
  clock.advance(std::chrono::seconds{1});
  const auto in_bulk = clock.now();
  clock.advance(std::chrono::seconds{1});
  append(annotation, 1, R"("b")");
  append(annotation, 1, R"("a")", in_bulk);
  const auto lines = of(1);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1], relabelled(annotation, R"("a")", in_bulk));
  EXPECT_EQ(lines[2], relabelled(annotation, R"("b")", clock.now()));
}

// B-265
TEST_F(LogOfAnnotations, NumbersItsLinesInTheOrderInWhichTheyCame) {
  const auto annotation = annotate(1);
  append(annotation, 1, R"("a")");
  append(annotation, 1, R"("b")");
  const auto lines = lines_of(1);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].number, 0);
  EXPECT_GT(lines[1].number, 0);
  EXPECT_GT(lines[2].number, lines[1].number);
}

// B-265
TEST_F(LogOfAnnotations, GivesNoNumberAgainThoughAllAreForgotten) {
  const auto annotation = annotate(1);
  append(annotation, 1, R"("a")");
  const auto number = lines_of(1).at(1).number;
  clock.advance(std::chrono::seconds{1});
  EXPECT_EQ(forget(clock.now(), 9), 1u);
  append(annotation, 1, R"("b")");
  EXPECT_GT(lines_of(1).at(1).number, number);
}

// B-265
TEST_F(LogOfAnnotations, IsForgottenInSlicesTheOldestFirst) {
  const auto start = clock.now();
  const auto annotation = annotate(1);
  for (const auto* const to : {"1", "2", "3"}) append(annotation, 1, to);
  clock.advance(std::chrono::seconds{1});
  const auto later = clock.now();
  append(annotation, 1, "4");
  EXPECT_EQ(forget(start, 9), 0u);
  EXPECT_EQ(forget(later, 2), 2u);
  EXPECT_THAT(
      of(1),
      ElementsAre(
          made(annotation, start),
          relabelled(annotation, "3", start),
          relabelled(annotation, "4", later)
      )
  );
  EXPECT_EQ(forget(later, 9), 1u);
  EXPECT_EQ(forget(later, 9), 0u);
}

// B-265
TEST_F(LogOfAnnotations, KeepsWhatWasDoneToOneThatIsGone) {
  const auto annotation = annotate(1);
  append(annotation, 1, "1");
  change([&](Transaction& tx) { tx.annotations().remove(annotation); });
  EXPECT_THAT(of(1), ElementsAre(relabelled(annotation, "1", clock.now())));
}

// B-265
TEST_F(LogOfAnnotations, DoesNotTellOfWhatIsDeletedAndHasRowsStill) {
  const auto gone = annotate(1);
  const auto stays = annotate(1);
  const auto chosen = look([&](const Transaction& tx) {
    const query::SqlText that{.text = "a.id = ?", .params = {gone.text}};
    return tx.annotations().choose(dataset, that, {}, std::nullopt, std::nullopt);
  });
  change([&](Transaction& tx) { EXPECT_EQ(tx.annotations().remove(chosen, {}, {}), 1u); });
  EXPECT_THAT(of(1), ElementsAre(made(stays, clock.now())));
}

// B-265
TEST_F(LogOfAnnotations, GoesInSlicesWithItsItem) {
  const auto annotation = annotate(1);
  for (const auto* const to : {"1", "2", "3"}) append(annotation, 1, to);
  append(annotate(2), 2, "4");
  change([&](Transaction& tx) { tx.items().remove(dataset, {1}, {}); });
  EXPECT_THAT(of(1), IsEmpty());
  expect_sound();
  change([&](Transaction& tx) {
    const auto slice = tx.purges().take(dataset, 3);
    EXPECT_EQ(slice.value().rows, 3u);
    EXPECT_THAT(slice.value().items, IsEmpty());
  });
  expect_sound();
  purge_all();
  expect_sound();
  EXPECT_EQ(of(2).size(), 2u);
  clock.advance(std::chrono::seconds{1});
  EXPECT_EQ(forget(clock.now(), 9), 1u);
}

// B-265
TEST_F(LogOfAnnotations, GoesWithItsDataset) {
  const auto annotation = annotate(1);
  for (const auto* const to : {"1", "2", "3"}) append(annotation, 1, to);
  change([&](Transaction& tx) { tx.datasets().remove(dataset); });
  append(annotation, 1, "of a dataset that is gone");
  EXPECT_THAT(of(1), IsEmpty());
  expect_sound();
  purge_all();
  expect_sound();
  clock.advance(std::chrono::seconds{1});
  EXPECT_EQ(forget(clock.now(), 9), 0u);
}

}  // namespace

}  // namespace allot::conformance
