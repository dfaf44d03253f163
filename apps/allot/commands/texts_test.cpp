#include "commands/texts.h"

#include <gtest/gtest.h>

#include "commands/letters.h"

namespace allot::cli {
namespace {

TEST(Texts, OneThingIsSingular) {
  EXPECT_EQ(counted(0, "item"), "0 items");
  EXPECT_EQ(counted(1, "item"), "1 item");
  EXPECT_EQ(counted(2, "open item"), "2 open items");
}

TEST(Texts, JsonQuotesWhatJsonMustQuote) {
  EXPECT_EQ(json_quoted("plain é"), "\"plain é\"");
  EXPECT_EQ(json_quoted("a\"b\\c\n\x01"), R"("a\"b\\c\u000a\u0001")");
}

TEST(Texts, AWordOfAShellIsQuotedWhereItMustBe) {
  EXPECT_EQ(shell_word("ben+1@example.org"), "ben+1@example.org");
  EXPECT_EQ(shell_word("Demo project"), "'Demo project'");
  EXPECT_EQ(shell_word("it's"), R"('it'\''s')");
  EXPECT_EQ(shell_word("größe"), "'größe'");
  EXPECT_EQ(shell_word("$HOME"), "'$HOME'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(Texts, BytesAreToldInThousands) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1500), "1.5 KB");
  EXPECT_EQ(bytes_text(2'500'000'000), "2.5 GB");
  EXPECT_EQ(bytes_text(3e15), "3000.0 TB");
}

TEST(Texts, TheEndOfALongTextStaysAndLettersStayWhole) {
  EXPECT_EQ(end_of("/day/1.png", 10), "/day/1.png");
  EXPECT_EQ(end_of("/day/1.png", 5), "…1.png");
  EXPECT_EQ(end_of("/größe", 3), "…öße");
  EXPECT_EQ(end_of("", 3), "");
}

}  // namespace
}  // namespace allot::cli
