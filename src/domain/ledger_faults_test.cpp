#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/shares_for_tests.h"
#include "domain/status_history.h"

namespace allot {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// ada holds 0 … 4 with 3 and 4 completed, ben 5 … 9; 10 and 11 wait.
Ledger sound() {
  Ledger ledger;
  ledger.members = ItemSet::range(0, 12);
  ledger.queue = {{10, 11}};
  ledger.shares.put(
      {.assignment = AssignmentId{"a"},
       .annotator = UserId{"ada"},
       .open = {0, 1, 2},
       .by_status = {{"completed", {3, 4}}}}
  );
  ledger.shares.put(
      {.assignment = AssignmentId{"b"},
       .annotator = UserId{"ben"},
       .open = ItemSet::range(5, 10),
       .by_status = {}}
  );
  return ledger;
}

TEST(FaultsOfALedger, AreNoneWhereEveryItemHasOnePlace) {
  EXPECT_THAT(faults_of(sound()), IsEmpty());
  EXPECT_THAT(faults_of(Ledger{}), IsEmpty());
}

TEST(FaultsOfALedger, NameBothPlacesOfAnItem) {
  auto ledger = sound();
  change_share(ledger, 1, [](Share& share) { share.open |= ItemSet{3, 4}; });
  EXPECT_THAT(
      faults_of(ledger),
      ElementsAre(
          "2 items are both with ada (a) as `completed` and with ben (b) as open (ordinal 3)"
      )
  );
  ledger = sound();
  ledger.queue.push_back({2});
  EXPECT_THAT(
      faults_of(ledger),
      ElementsAre("1 item is both in the queue and with ada (a) as open (ordinal 2)")
  );
}

TEST(FaultsOfALedger, NameItemsThatNobodyHas) {
  auto ledger = sound();
  ledger.members.insert(20);
  EXPECT_THAT(
      faults_of(ledger), ElementsAre("1 item is with nobody and not in the queue (ordinal 20)")
  );
}

TEST(FaultsOfALedger, NameItemsThatAreNoMembers) {
  auto ledger = sound();
  ledger.members.erase(5);
  EXPECT_THAT(
      faults_of(ledger), ElementsAre("1 item is handed out and no members of the task (ordinal 5)")
  );
  ledger = sound();
  ledger.copies = {5, 40};
  EXPECT_THAT(
      faults_of(ledger), ElementsAre("1 item is copies and no members of the task (ordinal 40)")
  );
}

// B-070
TEST(FaultsOfALedger, NameAPersonWithTwoAssignments) {
  auto ledger = sound();
  change_share(ledger, 1, [](Share& share) { share.annotator = UserId{"ada"}; });
  EXPECT_THAT(faults_of(ledger), ElementsAre("ada has two assignments"));
  change_share(ledger, 1, [](Share& share) { share.kind = ShareKind::originals; });
  EXPECT_THAT(faults_of(ledger), IsEmpty());
}

TEST(FaultsOfALedger, NameAnEmptySet) {
  auto ledger = sound();
  change_share(ledger, 1, [](Share& share) { share.by_status["discard"] = {}; });
  EXPECT_THAT(
      faults_of(ledger), ElementsAre("assignment b has an empty set for the status `discard`")
  );
}

// The naive log: item → word.
RC_GTEST_PROP(StatusHistory, KnowsOfEachItemTheWordThatCameLast, ()) {
  StatusHistory history;
  std::map<Ordinal, std::string> expected;
  const auto count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i) {
    const auto word = *rc::gen::element<std::string>("", "completed", "discard");
    const auto items = *rc::gen::container<std::vector<Ordinal>>(rc::gen::inRange(0u, 20u));
    if (items.size() == 1) {
      history.note(items[0], word);
    } else {
      history.note(ItemSet::of(items), word);
    }
    for (const auto item : items) expected[item] = word;
  }
  StatusSets sets;
  for (const auto& [item, word] : expected) {
    if (!word.empty()) sets[word].insert(item);
  }
  RC_ASSERT(history.in_force() == sets);
}

TEST(StatusHistory, MissesNothingOfALongRowOfSingleItems) {
  StatusHistory history;
  for (Ordinal item = 0; item < 250'000; ++item) history.note(item, "completed");
  history.note(7, "discard");
  auto completed = ItemSet::range(0, 250'000);
  completed.erase(7);
  EXPECT_EQ(history.in_force(), (StatusSets{{"completed", completed}, {"discard", {7}}}));
}

TEST(StatusesWithoutEntry, AreThoseOfTheLedgerThatTheLogDoesNotSay) {
  const auto ledger = sound();
  EXPECT_EQ(without_entry(ledger, {{"completed", {3, 4, 5}}}), StatusSets{});
  EXPECT_EQ(without_entry(ledger, {{"completed", {3}}}), (StatusSets{{"completed", {4}}}));
  EXPECT_EQ(without_entry(ledger, {{"discard", {3, 4}}}), (StatusSets{{"completed", {3, 4}}}));
}

}  // namespace

}  // namespace allot
