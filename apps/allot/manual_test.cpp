#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>

#include "command_line.h"

namespace allot::app {
namespace {

std::string printed_by(std::string option) {
  std::string program = "allot";
  std::array<char*, 3> words{program.data(), option.data(), nullptr};
  return std::get<Information>(parse_command_line(2, words.data())).text;
}

TEST(ManualPage, IsThatOfTheseWords) {
  std::ifstream file("docs/man/allot.1");
  std::stringstream page;
  page << file.rdbuf();
  EXPECT_EQ(page.str(), printed_by("--manual"))
      << "Run: build/dev/bin/allot --manual > docs/man/allot.1";
}

TEST(ManualPage, HasTheSectionsThatOneLooksFor) {
  const auto page = printed_by("--manual");
  for (const auto* const section :
       {"NAME", "SYNOPSIS", "COMMANDS", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "EXAMPLES"}) {
    EXPECT_THAT(page, testing::HasSubstr(std::string("\n.SH ") + section + "\n"));
  }
}

TEST(Help, TellsTheExitCodesAndWhereThereIsMore) {
  EXPECT_THAT(printed_by("--help"), testing::HasSubstr("4 not confirmed. More: man allot."));
}

}  // namespace
}  // namespace allot::app
