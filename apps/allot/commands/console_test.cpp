#include "commands/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "commands/letters.h"

namespace allot::cli {
namespace {

/// A console that prints into texts, and reads answers from one.
struct Printed {
  explicit Printed(const Console::Style& style = {}, const std::string& typed = {})
      : answers(typed), console(out, notes, answers, style) {}

  std::ostringstream out;
  std::ostringstream notes;
  std::istringstream answers;
  Console console;
};

TEST(Console, WithoutATerminalThereAreNoColours) {
  Printed printed;
  EXPECT_EQ(printed.console.toned(Tone::good, "done"), "done");
  EXPECT_EQ(printed.console.bar(1, 4, 8), "██░░░░░░");
}

TEST(Console, ColoursStandAroundATextAndEnd) {
  Printed printed({.colours = true});
  EXPECT_EQ(printed.console.toned(Tone::warning, "late"), "\033[33mlate\033[0m");
  EXPECT_EQ(printed.console.toned(Tone::plain, "late"), "late");
  EXPECT_EQ(printed.console.toned(Tone::good, ""), "");
}

TEST(Console, ABarIsFullOnlyWhenAllIsDoneAndNothingIsNothing) {
  Printed printed;
  EXPECT_EQ(printed.console.bar(99, 100, 4), "███░");
  EXPECT_EQ(printed.console.bar(100, 100, 4), "████");
  EXPECT_EQ(printed.console.bar(0, 0, 4), "░░░░");
}

TEST(Console, AQuietRunPrintsIdsAlone) {
  Printed printed({.quiet = true});
  printed.console.line("a table");
  printed.console.note("by the way");
  printed.console.id("42", "First made  42");
  printed.console.complain("/1.png: it is broken");
  EXPECT_EQ(printed.out.str(), "42\n");
  EXPECT_EQ(printed.notes.str(), "/1.png: it is broken\n");
}

TEST(Console, AsJsonThereIsNothingButJson) {
  Printed printed({.json = true});
  printed.console.line("a table");
  printed.console.id("42", "First made  42");
  printed.console.json_list({"{}", "{}"});
  EXPECT_EQ(printed.out.str(), "[{},\n {}]\n");
  EXPECT_EQ(Printed().console.is_json(), false);
}

TEST(Console, AnEmptyListIsJsonToo) {
  Printed printed({.json = true});
  printed.console.json_list({});
  EXPECT_EQ(printed.out.str(), "[]\n");
}

TEST(Console, OnlyYesIsYes) {
  for (const auto* const answer : {"y\n", "Y\n", "yes\n"}) {
    Printed printed({.is_interactive = true}, answer);
    EXPECT_NO_THROW(printed.console.confirm("Delete it?")) << answer;
    EXPECT_EQ(printed.out.str(), "Delete it? [y/N] ");
  }
  for (const auto* const answer : {"n\n", "\n", "", "yep\n"}) {
    Printed printed({.is_interactive = true}, answer);
    EXPECT_THROW(printed.console.confirm("Delete it?"), Declined) << answer;
  }
}

TEST(Console, YesInAdvanceIsNotAsked) {
  Printed printed({.yes = true, .is_interactive = true});
  EXPECT_NO_THROW(printed.console.confirm("Delete it?"));
  EXPECT_EQ(printed.out.str(), "");
}

TEST(Console, WhereNobodyCanBeAskedTheAnswerIsNoAndTheQuestionIsTold) {
  Printed printed({}, "y\n");
  try {
    printed.console.confirm("Delete it?");
    FAIL() << "nobody said yes";
  } catch (const Declined& declined) {
    EXPECT_THAT(declined.what(), testing::HasSubstr("Delete it?"));
    EXPECT_THAT(declined.what(), testing::HasSubstr("--yes"));
  }
}

TEST(Console, AStatusIsDrawnOverOnATerminalAndNotElsewhere) {
  Printed terminal({.is_terminal = true});
  terminal.console.status("1/2");
  terminal.console.line("done");
  EXPECT_EQ(terminal.out.str(), "\r\033[K1/2\r\033[Kdone\n");
  Printed pipe;
  pipe.console.status("1/2");
  EXPECT_EQ(pipe.out.str(), "");
}

TEST(Console, NoNameCommandsATerminalInWhatIsComplainedOf) {
  Printed printed({.is_terminal = true});
  printed.console.complain("e\033[31mred\033]0;title\007\xe9\xc2\x85.txt: no\n  or this");
  EXPECT_EQ(printed.notes.str(), "e?red?]0;title???.txt: no\n  or this\n");
  printed.console.status("a\033[2Jb");
  EXPECT_EQ(printed.out.str(), "\r\033[Ka?[2Jb");
}

TEST(Console, SentencesAreBrokenAtSpacesWhereATerminalShowsThem) {
  Printed printed({.is_note_terminal = true, .width = 12});
  printed.console.complain("Nothing was done.");
  EXPECT_EQ(printed.notes.str(), "Nothing was\ndone.\n");
}

TEST(Console, TitlesAndResultsAreBrokenAtSpacesOnATerminal) {
  Printed printed({.is_terminal = true, .width = 12});
  printed.console.line("Streets  01a22327");
  printed.console.id("42", "Streets made  42");
  printed.console.drawn("a row of a table");
  EXPECT_EQ(printed.out.str(), "Streets\n01a22327\nStreets made\n42\na row of a table\n");
  Printed pipe;
  pipe.console.line(std::string(90, 'a') + " b");
  EXPECT_EQ(pipe.out.str(), std::string(90, 'a') + " b\n");
}

TEST(Console, IsLookedAtOnATerminalThatShowsTextForPeople) {
  EXPECT_TRUE(Printed({.is_terminal = true}).console.is_looked_at());
  EXPECT_FALSE(Printed({.json = true, .is_terminal = true}).console.is_looked_at());
  EXPECT_FALSE(Printed({.quiet = true, .is_terminal = true}).console.is_looked_at());
  EXPECT_FALSE(Printed().console.is_looked_at());
}

}  // namespace
}  // namespace allot::cli
