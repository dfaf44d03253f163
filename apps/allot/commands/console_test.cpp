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

Console::Style of_width(std::size_t columns) {
  return {.is_terminal = true, .width = columns};
}

TEST(Table, WhatDoesNotFitATerminalIsCutWhereItIsWidestAndIdsLast) {
  const std::string id = "01a22327ead323d500000002";
  Table table({"TASK", "", ">DONE", "ID"});
  table.row({"A rather long name of a task", "████", "7", id});
  table.row({"short", "░░░░", "12345", id});
  Printed wide(of_width(80));
  table.print(wide.console);
  EXPECT_EQ(
      wide.out.str().substr(0, wide.out.str().find('\n')),
      "TASK                                 DONE  ID"
  );
  Printed narrower(of_width(55));  // the bar goes
  table.print(narrower.console);
  EXPECT_EQ(
      narrower.out.str(),
      "TASK                     DONE  ID\n"
      "A rather long name of…      7  " +
          id +
          "\n"
          "short                   12345  " +
          id + "\n"
  );
  Printed narrow(of_width(30));
  table.print(narrow.console);
  EXPECT_EQ(
      narrow.out.str(),
      "TASK       DONE  ID\n"
      "A rathe…      7  …23d500000002\n"
      "short     12345  …23d500000002\n"
  );
  EXPECT_EQ(narrow.notes.str(), "Ids with a … are shortened; --quiet prints whole ones.\n");
  EXPECT_EQ(narrower.notes.str(), "");
  Printed pipe;  // a program reads all of it
  table.print(pipe.console);
  EXPECT_NE(pipe.out.str().find("A rather long name of a task  ████"), std::string::npos);
}

TEST(Table, APathThatIsCutKeepsItsEnd) {
  Table table({"ITEM", "ID"});
  table.row({"/night/street-0001.png", "01a22327ead323d500000002"});
  Printed printed(of_width(42));
  table.print(printed.console);
  EXPECT_NE(printed.out.str().find("\n…street-0001.png  01a2"), std::string::npos);
}

TEST(Table, FoldersAreCutBeforeNamesAndNamesBeforeIds) {
  Table table({"ITEM", "STATUS", "PERSON", ">MARKS", "ID"});
  table.row(
      {"/city/crossings/night/0001.png",
       "completed",
       "adalbert.long@example.org",
       "0",
       "01a22327ead323d500000002"}
  );
  const auto row_of = [&](std::size_t columns) {
    Printed printed(of_width(columns));
    table.print(printed.console);
    auto text = printed.out.str();
    return text.substr(text.find('\n') + 1);
  };
  EXPECT_EQ(
      row_of(80),
      "…s/night/0001.png  completed  adalbert.long@ex…      0  01a22327ead323d500000002\n"
  );
  EXPECT_EQ(row_of(64), "…/0001.png  complet…  adalbert…      0  01a22327ead323d500000002\n");
  EXPECT_EQ(row_of(45), "…001.png  complet…  adalber…      0  …0000002\n");
}

TEST(Table, EveryRowFitsEveryTerminal) {
  Table table({"PERSON", "STATE", "", ">OPEN", "ID", "ASSIGNMENT"});
  table.row(
      {"ada@example.org",
       "in progress",
       "████",
       "12",
       "01a22327ead323d500000002",
       "交差点の写真 (ada)"}
  );
  table.row({"ben@example.org", "todo", "░░░░", "3", "01a22327ead323d500000003", "/🚗🚌🚲/🚗🚌🚲"});
  for (std::size_t columns = 24; columns < 120; ++columns) {
    Printed printed(of_width(columns));
    table.print(printed.console);
    std::istringstream lines(printed.out.str());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(columns_of(line), columns) << line;
  }
}

}  // namespace
}  // namespace allot::cli
