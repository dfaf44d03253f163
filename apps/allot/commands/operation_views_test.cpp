#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "commands/letters.h"
#include "commands/views.h"

namespace allot::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

Operation operation_of(const std::string& more, const std::string& people = "") {
  return {
      nullptr,
      R"({"id":"01a210ff7305658100000000","kind":"delete_assignment","taskId":"t","by":"mia@example.org",)"
      R"("at":1764230000000,"total":7,"people":[)" +
          people + "]" + more + "}"
  };
}

OperationPages pages_of(std::vector<Operation> all) {
  const auto whole = [all = std::move(all)](std::size_t, auto) {
    return OperationPages::Page{.entries = all, .has_next = false};
  };
  return {whole, [whole] { return whole(0, 0).entries.size(); }, whole};
}

class PrintingALog : public testing::Test {
 protected:
  std::string log(std::vector<Operation> all, std::size_t count = 20, Console::Style style = {}) {
    std::ostringstream out;
    std::istringstream nobody;
    Console console(out, notes, nobody, style);
    print_log(console, pages_of(std::move(all)), count);
    return out.str();
  }

  std::ostringstream notes;
};

// B-283
TEST_F(PrintingALog, TellsWhoMovedHowMuchFromWhomToWhom) {
  const auto text = log({operation_of(
      "",
      R"({"assigneeId":"ben@example.org","gave":0,"got":7},{"assigneeId":"ada@example.org","gave":7,"got":0})"
  )});
  EXPECT_THAT(text, HasSubstr("delete assignment · 7 items · mia@example.org · 27 Nov 2025 "));
  EXPECT_THAT(text, HasSubstr("\n  ben@example.org +7, ada@example.org −7\n"));
  EXPECT_THAT(text, HasSubstr("\n  01a210ff7305658100000000 "));
}

TEST_F(PrintingALog, TellsOfWhatTheServerDidByItself) {
  const Operation batch(
      nullptr,
      R"({"id":"01a210ff7305658100000000","kind":"batch","taskId":"t","by":null,)"
      R"("at":1764230000000,"total":3,"people":[]})"
  );
  EXPECT_THAT(log({batch}), HasSubstr("batch · 3 items · the server · 27 Nov 2025 "));
}

TEST_F(PrintingALog, OfManyPeopleTellsTheFirst) {
  std::string people;
  for (int i = 1; i <= 12; ++i) {
    people += (i == 1 ? "" : ",") + std::string(R"({"assigneeId":"p)") + std::to_string(i) +
              R"(@x.org","gave":0,"got":1})";
  }
  const auto text = log({operation_of("", people)});
  EXPECT_THAT(text, HasSubstr("p8@x.org +1, and 4 more\n"));
  EXPECT_THAT(text, Not(HasSubstr("p9@x.org")));
}

TEST_F(PrintingALog, OfManyPeopleHasLinesThatFitAndTearsNobodyInTwo) {
  std::string people;
  for (int i = 1; i <= 12; ++i) {
    people += (i == 1 ? "" : ",") + std::string(R"({"assigneeId":"person)") + std::to_string(i) +
              R"(@example.org","gave":10,"got":1})";
  }
  for (const auto width : {std::size_t{40}, std::size_t{80}}) {
    const auto operation = operation_of(R"(,"undoneBy":"u")", people);
    std::istringstream lines(log({operation}, 20, {.width = width}));
    std::string line;
    std::getline(lines, line);  // what it was
    while (std::getline(lines, line)) {
      EXPECT_LE(columns_of(line), width) << line;
      EXPECT_THAT(line, testing::MatchesRegex("  (person|and 4 more|01a2).*"));
    }
  }
}

TEST_F(PrintingALog, TellsWhatCanBeTakenBackAndWhatWas) {
  EXPECT_THAT(
      log({operation_of(R"(,"undoable":{"items":4})")}),
      HasSubstr("00000000 · 4 can be taken back\n")
  );
  EXPECT_THAT(
      log({operation_of(R"(,"undoable":{"items":0,"reason":"No."},"undoneBy":"u")")}),
      HasSubstr("00000000 · undone by u\n")
  );
  EXPECT_THAT(
      log({operation_of(R"(,"undoable":{"items":0,"reason":"Clearing cannot be undone."})")}),
      HasSubstr("00000000 · cannot be undone\n")
  );
  EXPECT_THAT(
      log({operation_of(R"(,"undoOf":"o","undoable":{"items":2})")}),
      HasSubstr("00000000 · undo of o · 2 can be taken back\n")
  );
}

// B-295
TEST_F(PrintingALog, TellsOfEveryKindWhereWhoPullsAloneCanBeTakenBack) {
  for (const auto kind : {PlanKind::contributors, PlanKind::add, PlanKind::undo}) {
    auto operation = operation_of(R"(,"undoable":{"items":0})");
    operation.kind = kind;
    EXPECT_THAT(log({operation}), HasSubstr("00000000 · who pulls can be taken back\n"));
  }
}

TEST_F(PrintingALog, EndsAfterSoManyAndSaysThatThereAreMore) {
  const std::vector<Operation> three(3, operation_of(""));
  EXPECT_EQ(log(three, 2, {.quiet = true}), "01a210ff7305658100000000\n01a210ff7305658100000000\n");
  EXPECT_EQ(notes.str(), "");
  (void)log(three, 2);
  EXPECT_EQ(notes.str(), "1 more before them; --count 3 tells all.\n");
}

TEST_F(PrintingALog, AsJsonIsWhatTheServerSays) {
  const auto operation = operation_of("");
  EXPECT_EQ(log({operation}, 20, {.json = true}), "[" + operation.raw_json + "]\n");
}

}  // namespace
}  // namespace allot::cli
