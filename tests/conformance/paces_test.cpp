#include "conformance/fixture.h"
#include "store/pace_nouns.h"

namespace allot::conformance {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Quarter quarters_of_a_day = 96;

class PacesOfAStore : public StoreTest {
 protected:
  PaceOf of(const std::string& name) {
    return {.dataset = dataset, .task = task, .person = UserId{name}};
  }

  /// With what is below zero, and what needs many bytes.
  PersonPace pace_of(Quarter quarter) {
    return {
        .last_change = clock.now(),
        .active = 100h,
        .pending = 7ms,
        .recent =
            {{.at = clock.now() - 1h, .items = 3, .active = 1min},
             {.at = clock.now() - 2h, .items = 70'000, .active = 0ms}},
        .today =
            {{.quarter = quarter, .handled = 3, .active = 12'345ms, .opened = -3},
             {.quarter = quarter + 2, .handled = 0, .active = 0ms, .opened = 1'000'000}}
    };
  }

  void put(const PaceOf& whose, const PersonPace& pace) {
    change([&](Transaction& tx) { tx.paces().put(whose, pace); });
  }

  void add_day(const PaceOf& whose, const QuarterSums& over) {
    change([&](Transaction& tx) { tx.paces().add_day(whose, over); });
  }

  std::vector<KeptPace> of_task(const std::optional<UserId>& person, Quarter since) {
    return look([&](const Transaction& tx) { return tx.paces().of_task(task, person, since); });
  }

  DatasetId dataset = add_dataset();
  TaskId task = add_task(dataset);
  Quarter today = quarters_of_a_day * 20'000;
};

TEST_F(PacesOfAStore, ComeBackAsPut) {
  const auto given = pace_of(today);
  put(of("ada"), pace_of(today - 1));
  put(of("ada"), given);
  put(of("ben"), PersonPace{});
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.paces().find(of("ada")), given);
    EXPECT_EQ(tx.paces().find(of("ben")), PersonPace{});
    EXPECT_EQ(tx.paces().find(of("cleo")), std::nullopt);
    return 0;
  });
}

TEST_F(PacesOfAStore, AreThoseOfTheTaskWithTheDaysAskedFor) {
  put(of("ada"), pace_of(today));
  put(of("ben"), PersonPace{});
  auto elsewhere = of("ada");
  elsewhere.task = add_task(dataset);
  put(elsewhere, PersonPace{});
  const QuarterSum yesterday{.quarter = today - 1, .handled = 5};
  const QuarterSum before{.quarter = today - quarters_of_a_day - 1, .handled = 6};
  add_day(of("ada"), {before});
  add_day(of("ada"), {yesterday});

  const auto all = of_task(std::nullopt, today - quarters_of_a_day);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].person, UserId{"ada"});
  EXPECT_EQ(all[0].pace, pace_of(today));
  EXPECT_THAT(all[0].over, ElementsAre(yesterday));
  EXPECT_EQ(all[1].person, UserId{"ben"});
  EXPECT_THAT(all[1].over, IsEmpty());

  const auto own = of_task(UserId{"ada"}, before.quarter);
  ASSERT_EQ(own.size(), 1u);
  EXPECT_THAT(own[0].over, ElementsAre(before, yesterday));
}

TEST_F(PacesOfAStore, ADayThatComesTwiceIsAddedUp) {
  put(of("ada"), PersonPace{});
  add_day(of("ada"), {{.quarter = today, .handled = 5, .opened = -5}});
  add_day(
      of("ada"),
      {{.quarter = today, .handled = 1, .active = 1min, .opened = 2},
       {.quarter = today + 1, .handled = 1}}
  );
  EXPECT_THAT(
      of_task(std::nullopt, today).at(0).over,
      ElementsAre(
          QuarterSum{.quarter = today, .handled = 6, .active = 1min, .opened = -3},
          QuarterSum{.quarter = today + 1, .handled = 1}
      )
  );
}

TEST_F(PacesOfAStore, AreRolledBackWithTheChange) {
  put(of("ada"), pace_of(today));
  store->run_write(Scope::everything(), [&](Transaction& tx) {
    tx.paces().put(of("ada"), PersonPace{});
    tx.paces().put(of("ben"), PersonPace{});
    tx.paces().note_once_handled(dataset, task, {1});
    EXPECT_EQ(tx.paces().find(of("ada")), PersonPace{});
    return false;
  });
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.paces().find(of("ada")), pace_of(today));
    EXPECT_EQ(tx.paces().find(of("ben")), std::nullopt);
    EXPECT_THAT(tx.paces().once_handled(task, {1}).to_vector(), IsEmpty());
    return 0;
  });
}

TEST_F(PacesOfAStore, ItemsThatWereOnceHandledAreKeptForEachTask) {
  const auto other = add_task(dataset);
  change([&](Transaction& tx) {
    tx.paces().note_once_handled(dataset, task, {1, 70'000});
    tx.paces().note_once_handled(dataset, task, {2});
  });
  look([&](const Transaction& tx) {
    EXPECT_EQ(
        tx.paces().once_handled(task, {0, 1, 2, 3, 70'000, 200'000}), (ItemSet{1, 2, 70'000})
    );
    EXPECT_EQ(tx.paces().once_handled(task, {3}), ItemSet{});
    EXPECT_EQ(tx.paces().once_handled(other, {1}), ItemSet{});
    EXPECT_THAT(tx.integrity().of_chunks().sentences, IsEmpty());
    return 0;
  });
}

TEST_F(PacesOfAStore, StayWhenTheirTaskGoesAndGoWithTheirDataset) {
  put(of("ada"), pace_of(today));
  add_day(of("ada"), {{.quarter = today - quarters_of_a_day, .handled = 5}});
  change([&](Transaction& tx) { tx.tasks().remove(task); });
  EXPECT_EQ(of_task(std::nullopt, 0).size(), 1u);
  change([&](Transaction& tx) { tx.datasets().remove(dataset); });
  while (look([](const Transaction& tx) { return tx.purges().pending().has_value(); })) {
    change([&](Transaction& tx) { EXPECT_TRUE(tx.purges().take(dataset, 1'000)); });
  }
  EXPECT_THAT(of_task(std::nullopt, 0), IsEmpty());
}

TEST_F(PacesOfAStore, OfANewStoreBeganWithItsFirstTask) {
  look([](const Transaction& tx) {
    EXPECT_EQ(tx.paces().begun(), std::nullopt);
    return 0;
  });
}

}  // namespace

}  // namespace allot::conformance
