// The rules refuse what a broken server would have done. Every history here is a right one but for
// one move, one answer or what is left at the end.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "script.h"
#include "story.h"

namespace allot::history {
namespace {

using testing::HasSubstr;

const AssignmentId of_ada{"ada"};
const AssignmentId of_ben{"ben"};

Call create() {
  return {
      .act = Act::create_task,
      .caller = mia,
      .items = {0, 1, 2, 3, 4, 5, 6, 7},
      .loads = {{.assignee = ada, .percent = 100}}
  };
}

/// Three items of ada; five wait.
Call create_pulling() {
  auto call = create();
  call.loads.clear();
  call.pulling = terms_for({ada});
  return call;
}

Call complete(std::vector<Ordinal> items) {
  return {
      .act = Act::set_status,
      .caller = mia,
      .task = task,
      .items = std::move(items),
      .word = "completed"
  };
}

Call hand_half_to_ben() {
  return {
      .act = Act::redistribute_task,
      .caller = mia,
      .task = task,
      .loads = {{.assignee = ada, .percent = 50}, {.assignee = ben, .percent = 50}}
  };
}

Call undo(const Event& done) {
  return {.act = Act::undo, .caller = mia, .operation = done.answer.moves.front().id};
}

Call annotate(Ordinal item) {
  return {.act = Act::annotate, .caller = mia, .items = {item}};
}

Call use(Ordinal item) {
  return {
      .act = Act::use_item, .caller = ada, .manages = false, .assignment = of_ada, .items = {item}
  };
}

/// What a story tells when the call is made at its end.
Answer told_after(Story story, const Call& call) {
  return story.right(call).answer;
}

Handover& first_handover(Story& story) {
  return story.history.back().answer.moves.front().plan.handovers.front();
}

TEST(Rules, HoldForOneThingAfterTheOther) {
  Story story;
  story.right(create_pulling());
  story.right(complete({0}));
  const auto move = story.right(hand_half_to_ben());
  story.right(use(1));
  const auto back = story.right(undo(move));
  story.right(annotate(4));
  story.right(undo(back));
  story.right({.act = Act::clear_batch, .caller = mia, .assignment = of_ben});
  story.right({.act = Act::remove_contributors, .caller = mia, .task = task, .people = {ada}});
  story.right({.act = Act::delete_item, .caller = mia, .items = {7}});
  EXPECT_EQ(story.broken(), std::nullopt);
}

TEST(Rules, RefuseAnItemThatIsLost) {
  Story story;
  story.right(create());
  story.right(hand_half_to_ben());
  auto end = story.end();
  end[task] = without_items(end[task], {3});
  EXPECT_THAT(find_broken_rule(story.history, end).value(), HasSubstr("item 3 of task was lost"));
}

TEST(Rules, RefuseAnItemThatMovesTwice) {
  Story story;
  story.right(create());
  story.right(hand_half_to_ben());
  auto& handovers = story.history.back().answer.moves.front().plan.handovers;
  handovers.push_back(handovers.front());
  EXPECT_THAT(story.broken().value(), HasSubstr("moves twice"));
}

TEST(Rules, RefuseAnItemTakenFromWhoHasItNot) {
  Story story;
  story.right(create());
  const auto blind = told_after(story, hand_half_to_ben());
  story.right({.act = Act::reassign, .caller = mia, .assignment = of_ada, .to = ben});
  story.add(hand_half_to_ben(), blind);
  EXPECT_THAT(story.broken().value(), HasSubstr("is taken from ada@example.org"));
}

TEST(Rules, RefuseADeletedItemThatStillWaits) {
  Story story;
  story.right(create_pulling());
  story.right({.act = Act::delete_item, .caller = mia, .items = {7}});
  story.history.back().answer.moves.clear();
  EXPECT_THAT(story.broken().value(), HasSubstr("item 7 was deleted and is in task task"));
}

// B-053
TEST(Rules, RefuseABatchOverTheLimit) {
  Story story;
  story.right(create_pulling());
  story.right(complete({0}));
  first_handover(story).open |= ItemSet{6, 7};
  EXPECT_THAT(story.broken().value(), HasSubstr("has 7 open items by a batch"));
}

TEST(Rules, RefuseTwoBatchesAtFirst) {
  Story story;
  story.right(create_pulling());
  first_handover(story).open |= ItemSet{3};
  auto& waiting = story.history.back().answer.moves.front().plan.handovers.back().open;
  waiting -= ItemSet{3};
  EXPECT_THAT(story.broken().value(), HasSubstr("gets 4 items at first"));
}

TEST(Rules, RefuseABatchThatDidNotCome) {
  Story story;
  story.right(create_pulling());
  story.right(complete({0}));
  story.history.back().answer.moves.clear();
  EXPECT_THAT(story.broken().value(), HasSubstr("ada@example.org has room"));
}

TEST(Rules, RefuseABatchBehindARedistribution) {
  Story story;
  story.right(create_pulling());
  story.right(hand_half_to_ben());
  EXPECT_EQ(story.broken(), std::nullopt);
  Move batch{.id = {"batch"}, .task = task, .plan = {.kind = MoveKind::batch}};
  batch.plan.handovers.push_back(
      {.from = Holder::queue(), .to = Holder::of(ada), .open = {3, 4, 5}, .by_status = {}}
  );
  story.history.back().answer.moves.push_back(batch);
  EXPECT_THAT(story.broken().value(), HasSubstr("batches are offered by"));
}

// B-055
TEST(Rules, RefuseOpenItemsWithWhoWasRemoved) {
  Story story;
  story.right(create_pulling());
  story.right({.act = Act::remove_contributors, .caller = mia, .task = task, .people = {ada}});
  story.history.back().answer.moves.clear();
  EXPECT_THAT(story.broken().value(), HasSubstr("ada@example.org was removed and holds open"));
}

// B-292, B-298
TEST(Rules, RefuseAnUndoThatTakesWhatIsInUseFromWhoLeaves) {
  Story story;
  story.right(create_pulling());
  const auto came =
      story.right({.act = Act::add_contributors, .caller = mia, .task = task, .people = {ben}});
  const auto blind = told_after(story, undo(came));
  auto look = use(3);
  look.caller = ben;
  look.assignment = of_ben;
  story.right(look);
  story.add(undo(came), blind);
  EXPECT_THAT(story.broken().value(), HasSubstr("item 3 is in use and moves"));
}

// B-292
TEST(Rules, RefuseAnUndoThatTakesWhatTheMoveNeverGave) {
  Story story;
  story.right(create_pulling());
  const auto came =
      story.right({.act = Act::add_contributors, .caller = mia, .task = task, .people = {ben}});
  story.right(
      {.act = Act::redistribute,
       .caller = mia,
       .assignment = of_ada,
       .loads = {{.assignee = ben, .percent = 100}}}
  );
  story.right(undo(came));
  EXPECT_EQ(story.broken(), std::nullopt);
  first_handover(story).open |= ItemSet{0};
  EXPECT_THAT(story.broken().value(), HasSubstr("item 0 goes back and is not untouched"));
}

// B-292
TEST(Rules, RefuseAnUndoOfWhatWasAnnotatedSince) {
  Story story;
  story.right(create());
  const auto move = story.right(hand_half_to_ben());
  const auto blind = told_after(story, undo(move));
  story.right(annotate(5));
  story.add(undo(move), blind);
  EXPECT_THAT(story.broken().value(), HasSubstr("item 5 goes back and is not untouched"));
}

TEST(Rules, RefuseAnUndoOfWhatWasHandledSince) {
  Story story;
  story.right(create());
  story.right(complete({5}));
  const auto move =
      story.right({.act = Act::reassign, .caller = mia, .assignment = of_ada, .to = ben});
  const auto blind = told_after(story, undo(move));
  story.right(complete({5}));  // the same word, anew
  story.add(undo(move), blind);
  EXPECT_THAT(story.broken().value(), HasSubstr("item 5 goes back and is not untouched"));
}

TEST(Rules, RefuseAnUndoThatLeavesWhatIsUntouched) {
  Story story;
  story.right(create());
  const auto move = story.right(hand_half_to_ben());
  story.right(undo(move));
  first_handover(story).open -= ItemSet{5};
  EXPECT_THAT(story.broken().value(), HasSubstr("item 5 is untouched and stays"));
}

TEST(Rules, RefuseAnUndoToAnotherPlace) {
  Story story;
  story.right(create());
  const auto move = story.right(hand_half_to_ben());
  story.right(undo(move));
  first_handover(story).to = Holder::of(test::World::person("cleo"));
  EXPECT_THAT(story.broken().value(), HasSubstr("does not go back to where it came from"));
}

// B-298
TEST(Rules, RefuseAMoveOfWhatIsInUse) {
  Story story;
  story.right(create());
  auto blind = told_after(story, hand_half_to_ben());
  story.right(use(7));
  story.add(hand_half_to_ben(), blind);
  EXPECT_THAT(story.broken().value(), HasSubstr("item 7 is in use and moves"));
}

TEST(Rules, AllowAMoveOfWhatIsInUseThatSaysSo) {
  Story story;
  story.right(create());
  story.right(use(7));
  auto call = hand_half_to_ben();
  call.include_in_use = true;
  EXPECT_TRUE(story.right(call).answer.moves.front().plan.handovers.front().open.contains(7));
  EXPECT_EQ(story.broken(), std::nullopt);
}

Call preview_of(Call call) {
  call.preview = true;
  return call;
}

TEST(Rules, RefuseAPreviewThatIsNotKeptToThoughNothingCameBetween) {
  Story story;
  story.right(create());
  story.right(preview_of(hand_half_to_ben()));
  story.right(hand_half_to_ben());
  EXPECT_EQ(find_wrong_preview(story.history), std::nullopt);
  auto other = story;
  other.history[1].answer.preview->people.front().gives += 1;
  EXPECT_THAT(find_wrong_preview(other.history).value(), HasSubstr("another is done"));
  // Of another client, in the middle: it may have been another then.
  other.history.push_back(other.history[2]);
  other.history.back().client = 1;
  EXPECT_EQ(find_wrong_preview(other.history), std::nullopt);
}

TEST(Rules, RefuseAMoveThatIsRefusedThoughNothingCameSinceItsPreview) {
  Story story;
  story.right(create());
  const auto shown = story.right(preview_of(hand_half_to_ben())).answer.preview;
  auto call = hand_half_to_ben();
  call.expect = shown;
  story.add(call, {.refused = ErrorCode::plan_changed, .preview = shown});
  EXPECT_THAT(find_wrong_preview(story.history).value(), HasSubstr("it is refused"));
}

TEST(Rules, RefuseAPreviewThatMoves) {
  Story story;
  story.right(create());
  story.right(preview_of(hand_half_to_ben())).answer.moves =
      told_after(story, hand_half_to_ben()).moves;
  EXPECT_THAT(find_wrong_preview(story.history).value(), HasSubstr("changes something"));
}

}  // namespace
}  // namespace allot::history
