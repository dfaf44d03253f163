#include "commands/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

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

TEST(Table, ColumnsFitTheirWidestCellAndNumbersStandAtTheRight) {
  Printed printed;
  Table table({"NAME", ">DONE", "ID"});
  table.row({"größe", "7", "1"});
  table.row({"b", "12345", "22"});
  table.print(printed.console);
  EXPECT_EQ(printed.out.str(), "NAME    DONE  ID\ngröße      7  1\nb      12345  22\n");
}

TEST(Console, IsLookedAtOnATerminalThatShowsTextForPeople) {
  EXPECT_TRUE(Printed({.is_terminal = true}).console.is_looked_at());
  EXPECT_FALSE(Printed({.json = true, .is_terminal = true}).console.is_looked_at());
  EXPECT_FALSE(Printed({.quiet = true, .is_terminal = true}).console.is_looked_at());
  EXPECT_FALSE(Printed().console.is_looked_at());
}

TEST(CutTo, WhatFitsStaysAndWhatDoesNotEndsInDots) {
  EXPECT_EQ(cut_to("größe", 5), "größe");
  EXPECT_EQ(cut_to("größer", 5), "größ…");
  EXPECT_EQ(cut_to("größer", 1), "…");
  EXPECT_EQ(cut_to("größer", 0), "");
  EXPECT_EQ(cut_to("", 0), "");
}

TEST(CutTo, ColoursTakeNoRoomAndEndAfterTheCut) {
  EXPECT_EQ(cut_to("\033[32m████\033[0m", 4), "\033[32m████\033[0m");
  EXPECT_EQ(cut_to("\033[32m████\033[0m 3", 3), "\033[32m██…\033[0m");
}

TEST(Table, ColoursTakeNoColumns) {
  EXPECT_EQ(columns_of("\033[32m██\033[0m░"), 3u);
  EXPECT_EQ(columns_of(""), 0u);
}

}  // namespace
}  // namespace allot::cli
