// The checkers refuse what a broken server would have said. Every history here is a right one but
// for one answer.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chronicle.h"
#include "linearizable.h"

namespace allot::history {
namespace {

const AssignmentId of_ada{"a1"};
const AssignmentId of_ben{"a2"};

/// ada holds the items 0 to 3 of a task.
Board with_four_items_of_ada() {
  Board board{.live = ItemSet::range(0, 4), .tasks = {}};
  board.tasks[task].ledger = {
      .members = board.live,
      .copies = {},
      .queue = {},
      .shares = {{.assignment = of_ada, .annotator = ada, .open = board.live, .by_status = {}}}
  };
  return board;
}

/// Every call is of a client of its own.
class Story : public Chronicle {
 public:
  Story() : Chronicle(with_four_items_of_ada()) {}

  Event& right(Call call, AssignmentId newcomer = {}) {
    Answer told;
    if (!newcomer.empty())
      told.moves = {{.plan = {.people = {{.person = ben, .assignment = newcomer}}}}};
    return by_itself(add_done(std::move(call), told));
  }

  Event& add(Call call, Answer answer) {
    return by_itself(Chronicle::add(std::move(call), std::move(answer)));
  }

 private:
  Event& by_itself(Event& event) {
    event.client = static_cast<int>(history.size()) - 1;
    return event;
  }
};

Call complete(Ordinal item, AssignmentId where = of_ada) {
  return {
      .act = Act::set_status,
      .caller = ada,
      .manages = false,
      .assignment = std::move(where),
      .items = {item},
      .word = "completed",
      .single = true
  };
}

Call hand_half_to_ben() {
  return {
      .act = Act::redistribute,
      .caller = mia,
      .assignment = of_ada,
      .loads = {{.assignee = ada, .percent = 50}, {.assignee = ben, .percent = 50}}
  };
}

Call give_all_to_ben() {
  return {.act = Act::reassign, .caller = mia, .assignment = of_ada, .to = ben};
}

Call list_items() {
  return {.act = Act::list_items, .caller = mia, .task = task};
}

Call read_task() {
  return {.act = Act::read_task, .caller = mia, .task = task};
}

void expect_right(const Story& story) {
  EXPECT_EQ(find_nonlinearizable(story.history, with_four_items_of_ada()), std::nullopt);
  EXPECT_EQ(find_contradiction(story.history, with_four_items_of_ada()), std::nullopt);
  EXPECT_EQ(find_impossible_read(story.history), std::nullopt);
}

void expect_wrong(const Story& story) {
  EXPECT_NE(find_nonlinearizable(story.history, with_four_items_of_ada()), std::nullopt);
  EXPECT_NE(find_contradiction(story.history, with_four_items_of_ada()), std::nullopt);
}

TEST(History, OfOneThingAfterTheOtherIsRight) {
  Story story;
  story.right(complete(0));
  story.right(hand_half_to_ben(), of_ben);
  story.right(list_items());
  story.right(read_task());
  story.right(give_all_to_ben());
  story.right(list_items());
  expect_right(story);
}

// B-163
TEST(History, WithALostStatusIsWrong) {
  Story story;
  story.right(list_items());
  const auto before = story.history.back().answer;
  story.right(complete(0));
  story.add(list_items(), before);
  expect_wrong(story);
}

TEST(History, WithAStatusLostInAMoveIsWrong) {
  Story story;
  story.right(complete(0));
  story.right(give_all_to_ben(), of_ben);
  story.right(list_items());
  expect_right(story);
  story.history.back().answer.items[0].references[0].word = "";
  expect_wrong(story);
}

// B-162
TEST(History, WithAnItemInTwoSharesIsWrong) {
  Story story;
  story.right(hand_half_to_ben(), of_ben);
  story.right(list_items());
  expect_right(story);
  auto& references = story.history.back().answer.items[3].references;
  references.push_back({.task = task, .assignment = of_ada, .word = ""});
  expect_wrong(story);
  EXPECT_THAT(*find_impossible_read(story.history), testing::HasSubstr("in two shares"));
}

TEST(History, WithAnItemInNoShareIsWrong) {
  Story story;
  story.right(hand_half_to_ben(), of_ben);
  story.right(list_items());
  story.history.back().answer.items[3].references[0].assignment = {};
  expect_wrong(story);
  EXPECT_THAT(*find_impossible_read(story.history), testing::HasSubstr("in no share"));
}

// B-161
TEST(History, WithAReadOfHalfAMoveIsWrong) {
  Story story;
  story.right(list_items());
  const auto before = story.history.back().answer;
  auto& move = story.right(hand_half_to_ben(), of_ben);
  move.returned = 1000;
  story.right(list_items());
  expect_right(story);
  // The third item has moved, the fourth not yet.
  story.history.back().answer.items[3] = before.items[3];
  expect_wrong(story);
}

TEST(History, WithAStaleReadAfterAnAnsweredChangeIsWrong) {
  Story story;
  story.right(read_task());
  const auto before = story.history.back().answer;
  story.right(hand_half_to_ben(), of_ben);
  story.add(read_task(), before);
  expect_wrong(story);
}

TEST(History, WithAStaleReadDuringTheChangeIsRight) {
  Story story;
  story.right(read_task());
  const auto before = story.history.back().answer;
  story.right(hand_half_to_ben(), of_ben).returned = 1000;
  story.add(read_task(), before);
  expect_right(story);
}

TEST(History, InWhichTimeRunsBackBetweenTwoReadsIsWrong) {
  Story story;
  story.right(read_task());
  const auto before = story.history.back().answer;
  story.right(hand_half_to_ben(), of_ben).returned = 1000;
  story.right(read_task());
  story.add(read_task(), before);
  expect_wrong(story);
}

// B-162
TEST(History, OfTwoRedistributionsDoneOnTheSameStateIsWrong) {
  Story story;
  story.right(hand_half_to_ben(), of_ben);
  const auto first = story.history.back().answer;
  story.right(hand_half_to_ben());
  expect_right(story);
  // The second planned on what the first had found.
  story.history.back().answer.moves = first.moves;
  expect_wrong(story);
}

// B-163
TEST(History, WithAStatusByAssignmentOnAnItemThatHasGoneIsWrong) {
  Story story;
  story.right(hand_half_to_ben(), of_ben);
  story.right(complete(3));
  ASSERT_EQ(story.history.back().answer.refused, ErrorCode::not_found);
  expect_right(story);
  story.history.pop_back();
  story.add(complete(3), {.changed = {{.item = 3, .assignment = of_ada}}});
  expect_wrong(story);
}

// B-163
TEST(History, WithAMoveOfAnItemThatWasCompletedBeforeIsWrong) {
  Story story;
  story.right(hand_half_to_ben(), of_ben);
  const auto blind = story.history.back().answer;
  Story other;
  other.right(complete(3));
  other.add(hand_half_to_ben(), blind);
  expect_wrong(other);
}

TEST(History, WithCountersThatDoNotAddUpIsWrong) {
  Story story;
  story.right(complete(0));
  story.right(read_task());
  story.history.back().answer.task->counts.completed = 2;
  expect_wrong(story);
  EXPECT_NE(find_impossible_read(story.history), std::nullopt);
}

TEST(History, WithAChangeUnderAnEarlierNumberThanOneAnsweredBeforeIsWrong) {
  Story story;
  story.right(complete(0));
  story.right(complete(1));
  std::swap(story.history[0].written, story.history[1].written);
  EXPECT_NE(find_contradiction(story.history, with_four_items_of_ada()), std::nullopt);
}

TEST(History, ThatIsWrongIsExplainedByWhatWasToldAndWhatWasExpected) {
  Story story;
  story.right(complete(0));
  story.right(read_task());
  story.history.back().answer.task->counts.total = 7;
  const auto finding = find_nonlinearizable(story.history, with_four_items_of_ada());
  EXPECT_THAT(finding.value(), testing::HasSubstr("was told ok open 1/7"));
  EXPECT_THAT(finding.value(), testing::HasSubstr("expected ok open 1/4"));
}

}  // namespace
}  // namespace allot::history
