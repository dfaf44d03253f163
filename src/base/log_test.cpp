#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace allot {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

/// What is written to standard error meanwhile.
template <class Body>
std::string written(Body&& body) {
  testing::internal::CaptureStderr();
  body();
  return testing::internal::GetCapturedStderr();
}

TEST(Log, WritesTimeLevelEventAndFieldsOnOneLine) {
  const auto line = written([] { log(LogLevel::warning, "disk_full", {{"bytes", 0}}); });
  EXPECT_THAT(line, MatchesRegex("....-..-..T..:..:..\\....Z warning disk_full bytes=0\n"));
  const auto bare = written([] { log(LogLevel::info, "started"); });
  EXPECT_THAT(bare, EndsWith("Z info started\n"));
}

TEST(Log, QuotesValuesThatAreNoPlainWord) {
  const auto line = written([] {
    log(LogLevel::info, "event", {{"a", "two words"}, {"b", ""}, {"c", "x=y"}, {"d", "plain/é"}});
  });
  EXPECT_THAT(line, EndsWith("event a=\"two words\" b=\"\" c=\"x=y\" d=\"plain/é\"\n"));
}

TEST(Log, AValueCannotBeginALineOfItsOwn) {
  const auto line = written([] {
    log(LogLevel::info, "event", {{"reason", "x\n2026-01-01T00:00:00.000Z error forged"}});
  });
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

TEST(Log, IsJsonWhenAskedFor) {
  set_log_format(LogFormat::json);
  const auto line = written([] {
    const LogRequest request("abc-1");
    log(LogLevel::info, "event", {{"text", "a \"quoted\"\nword"}, {"number", -7}});
  });
  set_log_format(LogFormat::text);
  EXPECT_THAT(
      line,
      MatchesRegex(
          "\\{\"time\":\"....-..-..T..:..:..\\....Z\",\"level\":\"info\",\"event\":\"event\""
          ",\"request\":\"abc-1\",\"text\":\"a \\\\\"quoted\\\\\"\\\\nword\",\"number\":-7\\}\n"
      )
  );
}

TEST(Log, NamesTheRequestThatTheThreadWorksFor) {
  const auto lines = written([] {
    const LogRequest outer("abc-1");
    {
      const LogRequest inner("abc-2");
      log(LogLevel::info, "inner");
    }
    log(LogLevel::info, "outer");
  });
  EXPECT_THAT(lines, HasSubstr("inner request=abc-2\n"));
  EXPECT_THAT(lines, HasSubstr("outer request=abc-1\n"));
  EXPECT_THAT(written([] { log(LogLevel::info, "none"); }), EndsWith("none\n"));
}

TEST(Log, DropsWhatIsBelowTheLevel) {
  const auto all = [] {
    for (const auto level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
      log(level, "event");
    }
  };
  EXPECT_THAT(written(all), Not(HasSubstr("debug")));  // info unless told otherwise
  EXPECT_FALSE(logs(LogLevel::debug));
  set_log_level(LogLevel::error);
  const auto errors = written(all);
  set_log_level(LogLevel::info);
  EXPECT_THAT(errors, EndsWith("Z error event\n"));
  EXPECT_THAT(errors, Not(HasSubstr("warning")));
}

TEST(LogLevel, IsReadByTheNameThatIsWritten) {
  for (const auto level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
    EXPECT_EQ(parse_log_level(name_of(level)), level);
  }
  EXPECT_EQ(parse_log_level("loud"), std::nullopt);
}

}  // namespace
}  // namespace allot
