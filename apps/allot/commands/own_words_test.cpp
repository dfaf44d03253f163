#include "commands/own_words.h"

#include <gtest/gtest.h>

namespace allot::cli {
namespace {

const std::vector<std::string> creation{"NAME", "--dataset", "--assign", "--due", "--filter"};

TEST(OwnWords, StandForTheMembersThatTheyBecome) {
  EXPECT_EQ(
      in_own_words("The loads of `workload` must add up to 100, not 110.", creation),
      "`--assign` must add up to 100, not 110."
  );
  EXPECT_EQ(
      in_own_words("`workload[1].load` must be a number.", creation),
      "`--assign` (number 2) must be a number."
  );
  EXPECT_EQ(in_own_words("`name` must not be empty.", creation), "`NAME` must not be empty.");
  EXPECT_EQ(in_own_words("`name` is taken.", {"--name"}), "`--name` is taken.");
  EXPECT_EQ(in_own_words("`dueDate` has passed.", creation), "`--due` has passed.");
  EXPECT_EQ(in_own_words("`workload` is wrong.", {"SHARES"}), "`SHARES` is wrong.");
  EXPECT_EQ(in_own_words("`tz` is no zone.", {"TASK", "--tz"}), "`--tz` is no zone.");
  EXPECT_EQ(
      in_own_words(
          "`metadata.system.maxBatchWorkload` must be from `batchSize` + 2 to twice `batchSize`.",
          {"--batch", "--max"}
      ),
      "`--max` must be from `--batch` + 2 to twice `--batch`."
  );
}

TEST(OwnWords, LeaveWhatTheyDoNotStandFor) {
  for (const std::string sentence :
       {"`workload` is wrong.",
        "The loads of `workload` must add up to 100, not 110.",
        "`frobs[3]` is wrong.",
        "It is gone.",
        "",
        "An ` alone.",
        "`foo` is no status of this task."}) {
    EXPECT_EQ(in_own_words(sentence, {"TASK"}), sentence);
  }
}

}  // namespace
}  // namespace allot::cli
