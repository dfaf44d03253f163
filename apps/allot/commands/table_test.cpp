#include "commands/table.h"

#include <gtest/gtest.h>

#include <sstream>

#include "commands/letters.h"

namespace allot::cli {
namespace {

/// A console that prints into texts.
struct Printed {
  explicit Printed(const Console::Style& style = {}) : console(out, notes, nobody, style) {}

  std::ostringstream out;
  std::ostringstream notes;
  std::istringstream nobody;
  Console console;
};

Console::Style of_width(std::size_t columns) {
  return {.is_terminal = true, .width = columns};
}

TEST(Table, ColumnsFitTheirWidestCellAndNumbersStandAtTheRight) {
  Printed printed;
  Table table({"NAME", ">DONE", "ID"});
  table.row({"größe", "7", "1"});
  table.row({"b", "12345", "22"});
  table.print(printed.console);
  EXPECT_EQ(printed.out.str(), "NAME    DONE  ID\ngröße      7  1\nb      12345  22\n");
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

TEST(Table, ListsOfPeopleAreCutAsTextsAre) {
  Table table({"ITEM", "PERSON", "ID"});
  table.row({"/1.png", "ada@example.org, ben@example.org", "01a22327ead323d500000002"});
  Printed printed(of_width(54));
  table.print(printed.console);
  EXPECT_NE(printed.out.str().find("\n/1.png  ada@example.org, be…  01a2"), std::string::npos);
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
      "…/0001.png  complet…  adalbert.long@example.org      0  01a22327ead323d500000002\n"
  );
  EXPECT_EQ(row_of(64), "…001.png  complet…  adalbert.l…      0  01a22327ead323d500000002\n");
  EXPECT_EQ(row_of(45), "…001.png  complet…  adalber…      0  …0000002\n");
}

TEST(Table, IdsOfWhatIsKnownByItsPathGiveWayFirst) {
  Table table({"ITEM", "PERSON", "<ID"});
  table.row({"/dusk/street-001.png", "ada@example.org", "01a22327ead323d500000002"});
  const auto printed_in = [&](std::size_t columns) {
    Printed printed(of_width(columns));
    table.print(printed.console);
    EXPECT_EQ(printed.notes.str(), "") << "nobody needs a whole one";
    return printed.out.str().substr(printed.out.str().find('\n') + 1);
  };
  EXPECT_EQ(printed_in(63), "/dusk/street-001.png  ada@example.org  01a22327ead323d500000002\n");
  EXPECT_EQ(printed_in(50), "/dusk/street-001.png  ada@example.org  …d500000002\n");
  EXPECT_EQ(printed_in(45), "/dusk/street-001.png  ada@example.org  …00002\n");
  EXPECT_EQ(printed_in(44), "…usk/street-001.png  ada@example.org  …00002\n");
}

TEST(Table, APictureWithANameIsLeftOutFirst) {
  Table table({"PERSON", "<PER DAY", ">OPEN"});
  table.row({"ada@example.org", "▁▄█", "7"});
  Printed wide(of_width(30));
  table.print(wide.console);
  EXPECT_EQ(wide.out.str(), "PERSON           PER DAY  OPEN\nada@example.org  ▁▄█         7\n");
  Printed narrow(of_width(29));
  table.print(narrow.console);
  EXPECT_EQ(narrow.out.str(), "PERSON           OPEN\nada@example.org     7\n");
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

TEST(Table, SentencesThatAreTooLongGoOnBelow) {
  Table table({"WHEN", "~TEXT"});
  table.row({"12:00", "You got 3 items in “Morning”."});
  table.row({"12:01", "Done."});
  Printed printed(of_width(25));
  table.print(printed.console);
  EXPECT_EQ(
      printed.out.str(),
      "WHEN   TEXT\n"
      "12:00  You got 3 items in\n"
      "       “Morning”.\n"
      "12:01  Done.\n"
  );
  Printed pipe;  // a program reads a row in a line
  table.print(pipe.console);
  EXPECT_NE(pipe.out.str().find("12:00  You got 3 items in “Morning”.\n"), std::string::npos);
}

TEST(Table, PeopleAndIdsAreWholeWhereSentencesAndTextsCanGiveWay) {
  Table table({"PERSON", "STATE", ">OPEN", "ID", "~ASSIGNMENT"});
  const std::string id = "01a22327ead323d500000002";
  const std::string person = "adalbert.long@example.org";
  table.row({person, "in progress", "12", id, "Street cars (" + person + ")"});
  for (std::size_t columns = 78; columns < 130; ++columns) {
    Printed printed(of_width(columns));
    table.print(printed.console);
    std::istringstream lines(printed.out.str());
    std::string line;
    std::string assignment;
    while (std::getline(lines, line)) {
      EXPECT_LE(columns_of(line), columns) << line;
      assignment += line;
    }
    EXPECT_NE(printed.out.str().find(person), std::string::npos) << columns;
    EXPECT_NE(printed.out.str().find(id), std::string::npos) << columns;
    std::erase(assignment, ' ');
    EXPECT_NE(assignment.find("cars"), std::string::npos);
    EXPECT_EQ(printed.notes.str(), "");
  }
}

TEST(Table, EveryLineOfSentencesFitsEveryTerminal) {
  Table table({"PERSON", "ID", "~ASSIGNMENT"});
  table.row({"ada@example.org", "01a22327ead323d500000002", "交差点の写真 (ada@example.org)"});
  for (std::size_t columns = 24; columns < 120; ++columns) {
    Printed printed(of_width(columns));
    table.print(printed.console);
    std::istringstream lines(printed.out.str());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(columns_of(line), columns) << line;
  }
}

}  // namespace
}  // namespace allot::cli
