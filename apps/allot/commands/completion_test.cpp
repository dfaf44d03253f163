#include "commands/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "commands/work.h"

namespace allot::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

/// The command line of the work verbs, and a server that knows two names of whatever is asked.
class Completing : public testing::Test {
 protected:
  Completing() { add_work_verbs(app_, work_); }

  std::vector<std::string> after(const std::vector<std::string>& words) {
    asked_ = {};
    return complete(app_, words, [this](const Completion& wanted) {
      asked_ = wanted;
      return std::vector<std::string>{"First task", "Second"};
    });
  }

  Completion asked_;

 private:
  Work work_;
  CLI::App app_;
};

TEST_F(Completing, NounsComeFirst) {
  EXPECT_THAT(after({""}), Contains("assignment"));
  EXPECT_THAT(after({"ta"}), ElementsAre("task"));
  EXPECT_THAT(after({"x"}), IsEmpty());
}

TEST_F(Completing, AfterANounItsVerbs) {
  EXPECT_THAT(
      after({"project", ""}), ElementsAre("create", "delete", "list", "rename", "show", "summary")
  );
  EXPECT_THAT(after({"assignment", "re"}), ElementsAre("reassign", "redistribute", "rename"));
}

TEST_F(Completing, OptionsBeginWithDashes) {
  EXPECT_THAT(
      after({"task", "create", "--d"}), ElementsAre("--data", "--dataset", "--dry-run", "--due")
  );
  EXPECT_THAT(after({"task", "create", "New", "-"}), Contains("--assign"));
  EXPECT_THAT(after({"task", "show", "--d"}), ElementsAre("--data"));
}

TEST_F(Completing, WhereNothingElseCanStandOptionsAreShown) {
  EXPECT_THAT(after({"whoami", ""}), Contains("--json"));
}

TEST_F(Completing, AValueIsOneOfItsKind) {
  EXPECT_THAT(
      after({"task", "create", "New", "--dataset", ""}), ElementsAre("First task", "Second")
  );
  EXPECT_EQ(asked_.kind, "DATASET");
  EXPECT_THAT(after({"task", "show", "-p", "Fi"}), ElementsAre("First task"));
  EXPECT_EQ(asked_.kind, "PROJECT");
  EXPECT_THAT(after({"undo", "--last", "Fi"}), ElementsAre("First task"));
  EXPECT_EQ(asked_.kind, "TASK");
}

TEST_F(Completing, AWordByItsPlaceToo) {
  (void)after({"task", "show", ""});
  EXPECT_EQ(asked_.kind, "TASK");
  (void)after({"assignment", "redistribute", "--dry-run", "one", ""});
  EXPECT_EQ(asked_.kind, "SHARES");
  (void)after({"assignment", "redistribute", "one", "ada=50", "b"});
  EXPECT_EQ(asked_.kind, "SHARES");
  (void)after({"task", "redistribute", "one", ""});
  EXPECT_EQ(asked_.kind, "SHARES");
  (void)after({"assignment", "reassign", "one", ""});
  EXPECT_EQ(asked_.kind, "PERSON");
}

TEST_F(Completing, AValueBehindAnEqualsSignKeepsItsOption) {
  EXPECT_THAT(after({"task", "list", "--project=F"}), ElementsAre("--project=First task"));
  EXPECT_THAT(after({"task", "list", "--json="}), Not(Contains("--json=Second")));
}

TEST_F(Completing, SharesAreCompletedOneByOne) {
  EXPECT_THAT(
      after({"task", "create", "New", "--assign", "ada=60,S"}), ElementsAre("ada=60,Second")
  );
}

TEST_F(Completing, PeopleAreCompletedOneByOneToo) {
  EXPECT_THAT(after({"task", "create", "New", "--pull", "ada,S"}), ElementsAre("ada,Second"));
  EXPECT_THAT(after({"task", "contributors", "T", "--add", "ada,S"}), ElementsAre("ada,Second"));
  EXPECT_THAT(asked_.given, Contains(Pair("TASK", "T")));
}

TEST_F(Completing, WordsThatAreFixedNeedNoServer) {
  EXPECT_THAT(
      after({"member", "add", "x@example.org", "--role", "a"}),
      ElementsAre("annotationManager", "annotator")
  );
  EXPECT_THAT(after({"completion", ""}), ElementsAre("bash", "fish", "zsh"));
  EXPECT_EQ(asked_.kind, "");
}

TEST_F(Completing, WhatWasGivenNarrowsTheNames) {
  (void)after({"task", "create", "New", "--data", "here", "--project=Streets", "-d", ""});
  EXPECT_THAT(asked_.given, Contains(Pair("DIR", "here")));
  EXPECT_THAT(asked_.given, Contains(Pair("PROJECT", "Streets")));
  EXPECT_THAT(asked_.given, Contains(Pair("NAME", "New")));
}

TEST_F(Completing, UnknownOptionsAreNoObstacle) {
  EXPECT_THAT(after({"task", "show", "--frob", "Fi"}), ElementsAre("First task"));
}

TEST(NamesOfServer, AFolderThatIsNoneIsNotMade) {
  const auto folder = testing::TempDir() + "allot-completion-none";
  EXPECT_THAT(
      names_of_server({.kind = "PROJECT", .begun = {}, .given = {{"DIR", folder}}}), IsEmpty()
  );
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST(NamesOfServer, AServerThatIsNotThereIsNoError) {
  EXPECT_THAT(
      names_of_server({.kind = "PROJECT", .begun = {}, .given = {{"URL", "nonsense"}}}), IsEmpty()
  );
}

}  // namespace
}  // namespace allot::cli
