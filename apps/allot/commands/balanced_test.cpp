#include "commands/balanced.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "commands/letters.h"

namespace allot::cli {
namespace {

using testing::HasSubstr;

Pace pace_of(int people, std::optional<double> items_per_hour = 20) {
  Pace pace;
  for (int i = 1; i <= people; ++i) {
    const auto person = "person" + std::to_string(i) + "@example.org";
    pace.people.push_back({.assignee_id = person, .open = 4, .items_per_hour = items_per_hour});
    pace.balanced.add(person, i == 1 ? 23.1776 : 76.8224);
  }
  return pace;
}

std::string printed(const Pace& pace) {
  std::ostringstream out;
  std::istringstream nobody;
  Console console(out, out, nobody, {});
  print_balanced(console, pace);
  return out.str();
}

// B-311
TEST(PrintingBalancedLoads, IsALineAPerson) {
  EXPECT_EQ(
      printed(pace_of(2)),
      "\nAll would be done at the same time with `task redistribute --by-pace`:\n"
      "person1@example.org  23.2 %\n"
      "person2@example.org  76.8 %\n"
  );
}

TEST(PrintingBalancedLoads, FitsEightyColumnsOfHoweverMany) {
  for (const int people : {2, 8, 9, 300}) {
    std::istringstream lines(printed(pace_of(people)));
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(columns_of(line), 80u);
    EXPECT_LE(count, 10u);
  }
  EXPECT_THAT(printed(pace_of(300)), HasSubstr("`task redistribute --by-pace`.\n"));
}

TEST(PrintingBalancedLoads, IsNothingWhereNoSpeedIsKnownOrNothingIsOpen) {
  EXPECT_EQ(printed(pace_of(2, std::nullopt)), "");
  auto done = pace_of(2);
  for (auto& person : done.people) person.open = 0;
  EXPECT_EQ(printed(done), "");
}

}  // namespace
}  // namespace allot::cli
