#include "conformance/fields.h"
#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::IsEmpty;

class StatusLogOfAStore : public StoreTest {
 protected:
  StatusEvent event(const ItemSet& items, const std::string& word) {
    return {
        .dataset = dataset,
        .task = TaskId{"task"},
        .assignment = AssignmentId{"assignment"},
        .items = items,
        .word = word,
        .actor = UserId{"ada@example.org"},
        .at = clock.now()
    };
  }

  void append(const StatusEvent& event) {
    change([&](Transaction& tx) { tx.status_log().append(event); });
  }

  std::vector<StatusEvent> of_items(const ItemSet& items) {
    return look([&](const Transaction& tx) { return tx.status_log().of_items(dataset, items); });
  }

  std::vector<std::string> words(const ItemSet& items) {
    std::vector<std::string> words;
    for (const auto& found : of_items(items)) words.push_back(found.word);
    return words;
  }

  DatasetId dataset = add_dataset();
};

TEST_F(StatusLogOfAStore, AnEventOfOneItemComesBackAsAppended) {
  auto given = event({70'000}, "completed");
  given.cleared = true;
  append(given);
  ASSERT_EQ(of_items({70'000}).size(), 1u);
  EXPECT_TRUE(is_same(of_items({70'000}).front(), given));
  EXPECT_THAT(of_items({69'999}), IsEmpty());
}

TEST_F(StatusLogOfAStore, AnEventOfManyItemsIsCutToThoseAsked) {
  auto given = event(ItemSet::range(10, 200'000), "completed");
  append(given);
  const auto found = of_items({5, 11, 150'000, 300'000});
  ASSERT_EQ(found.size(), 1u);
  given.items = {11, 150'000};
  EXPECT_TRUE(is_same(found.front(), given));
  EXPECT_THAT(of_items({9}), IsEmpty());
  EXPECT_THAT(of_items({200'000}), IsEmpty());
}

TEST_F(StatusLogOfAStore, SaysOfHowManyItemsTheEventsCanBeReadAtOnce) {
  const std::vector<Ordinal> all{3, 1, 2, 900};
  const auto at_once = [&](std::uint64_t events_max) {
    return look([&](const Transaction& tx) {
      return tx.status_log().readable_at_once(dataset, all, events_max);
    });
  };
  EXPECT_EQ(at_once(0), 4u);
  for (int i = 0; i < 3; ++i) append(event({3}, "completed"));
  append(event({2}, "completed"));
  EXPECT_EQ(at_once(0), 1u);  // one at least
  EXPECT_EQ(at_once(3), 2u);
  EXPECT_EQ(at_once(4), 4u);
  for (int i = 0; i < 2; ++i) append(event({1, 2, 3}, "discarded"));
  EXPECT_EQ(at_once(6), 1u);
  EXPECT_EQ(at_once(7), 2u);
  EXPECT_EQ(at_once(100), 4u);
  append(event({5'000, 6'000}, "discarded"));  // of none of them
  EXPECT_EQ(at_once(7), 2u);
  const auto of_none =
      look([&](const Transaction& tx) { return tx.status_log().readable_at_once(dataset, {}, 7); });
  EXPECT_EQ(of_none, 0u);
}

TEST_F(StatusLogOfAStore, ASetWithAGapIsNotFoundInTheGap) {
  append(event({1, 500'000}, "completed"));
  EXPECT_THAT(of_items({2, 400'000}), IsEmpty());
  EXPECT_EQ(of_items({500'000}).size(), 1u);
}

TEST_F(StatusLogOfAStore, EventsOfOneAndOfManyAreInOneOrder) {
  append(event({1}, "first"));
  append(event({0, 1, 2}, "second"));
  append(event({2}, "third"));
  append(event({1}, "fourth"));
  EXPECT_THAT(words({1}), testing::ElementsAre("first", "second", "fourth"));
  EXPECT_THAT(words({1, 2}), testing::ElementsAre("first", "second", "third", "fourth"));
  EXPECT_THAT(words({}), IsEmpty());
}

TEST_F(StatusLogOfAStore, EventsOfVeryManyItemsMayBeAsked) {
  append(event({50'000}, "one"));
  append(event({50'001, 90'000}, "many"));
  auto most = ItemSet::range(0, 60'000);
  EXPECT_THAT(words(most), testing::ElementsAre("one", "many"));
  most.erase(50'000);
  EXPECT_THAT(words(most), testing::ElementsAre("many"));
}

TEST_F(StatusLogOfAStore, AnEventOfNoItemsIsNone) {
  append(event({}, "completed"));
  EXPECT_THAT(of_items({0, 1}), IsEmpty());
}

}  // namespace

}  // namespace allot::conformance
