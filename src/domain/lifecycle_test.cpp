#include "domain/lifecycle.h"

#include <gtest/gtest.h>

#include <string>

namespace allot {
namespace {

Counts counts(std::uint64_t total, std::uint64_t completed, std::uint64_t issues = 0) {
  return {.total = total, .completed = completed, .actions = {}, .issues = issues};
}

// B-121
TEST(TaskStatus, IsCompletedWhenThereIsAnItemAndEveryItemHasAStatus) {
  EXPECT_EQ(derive_task_status(counts(0, 0), false), TaskStatus::open);
  EXPECT_EQ(derive_task_status(counts(3, 2), false), TaskStatus::open);
  EXPECT_EQ(derive_task_status(counts(3, 3), false), TaskStatus::completed);
  EXPECT_EQ(derive_task_status(counts(3, 3, 1), false), TaskStatus::completed_with_issues);
}

// B-122, B-123
TEST(TaskStatus, DismissedOutranksAllAndAQualificationTaskStaysOpen) {
  EXPECT_EQ(derive_task_status(counts(3, 3), true), TaskStatus::dismissed);
  EXPECT_EQ(derive_task_status(counts(3, 3), false, true), TaskStatus::open);
}

// B-073
TEST(AssignmentStatus, FollowsHowManyItemsHaveAStatus) {
  EXPECT_EQ(derive_assignment_status(counts(0, 0)), AssignmentStatus::todo);
  EXPECT_EQ(derive_assignment_status(counts(2, 0)), AssignmentStatus::todo);
  EXPECT_EQ(derive_assignment_status(counts(2, 1)), AssignmentStatus::in_progress);
  EXPECT_EQ(derive_assignment_status(counts(2, 2)), AssignmentStatus::done);
  EXPECT_EQ(derive_assignment_status(counts(2, 2, 1)), AssignmentStatus::completed_with_issues);
}

// B-113
TEST(Counts, ProgressIsWholePercentRoundedDown) {
  EXPECT_EQ(counts(3, 2).progress(), 66U);
  EXPECT_EQ(counts(0, 0).progress(), 0U);
  EXPECT_EQ(counts(1000, 999).progress(), 99U);
}

// B-122
TEST(Lifecycle, ADismissedTaskRefusesStatusesAndMovesAlone) {
  using enum TaskAct;
  for (const auto status :
       {TaskStatus::open,
        TaskStatus::completed,
        TaskStatus::completed_with_issues,
        TaskStatus::dismissed}) {
    for (const auto act : {set_status, move_work, edit, dismiss, reopen, delete_}) {
      const bool refused =
          status == TaskStatus::dismissed && (act == set_status || act == move_work);
      EXPECT_EQ(allows(status, act), !refused) << name_of(status);
    }
  }
}

// B-091
TEST(StatusWord, TheThreeOwnWordsAndTheListedOnesAreAccepted) {
  const std::vector<std::string> listed{"blurred"};
  EXPECT_TRUE(is_status_word("completed", {}));
  EXPECT_TRUE(is_status_word("approved", {}));
  EXPECT_TRUE(is_status_word("discard", {}));
  EXPECT_FALSE(is_status_word("blurred", {}));
  EXPECT_TRUE(is_status_word("blurred", listed));
  EXPECT_EQ(canonical_status_word("complete"), "completed");
  EXPECT_EQ(canonical_status_word("approve"), "approved");
}

// B-120
TEST(TaskStatus, HasTheWordsOfTheContract) {
  EXPECT_EQ(name_of(TaskStatus::completed_with_issues), "completed with issues");
  EXPECT_EQ(name_of(AssignmentStatus::in_progress), "in progress");
}

}  // namespace
}  // namespace allot
