#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace allot {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

/// What is written to standard error meanwhile.
template <class Body>
std::string written(Body&& body) {
  testing::internal::CaptureStderr();
  body();
  return testing::internal::GetCapturedStderr();
}

TEST(Log, WritesTimeLevelEventAndDetailOnOneLine) {
  const auto line = written([] { log(LogLevel::warning, "disk_full", "bytes=0"); });
  EXPECT_THAT(line, MatchesRegex("....-..-..T..:..:..\\....Z warning disk_full bytes=0\n"));
  const auto bare = written([] { log(LogLevel::info, "started"); });
  EXPECT_THAT(bare, testing::EndsWith("Z info started\n"));
}

TEST(Log, DropsWhatIsBelowTheLevel) {
  const auto all = [] {
    for (const auto level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
      log(level, "event");
    }
  };
  EXPECT_THAT(written(all), testing::Not(HasSubstr("debug")));  // info unless told otherwise
  set_log_level(LogLevel::error);
  const auto errors = written(all);
  set_log_level(LogLevel::info);
  EXPECT_THAT(errors, testing::EndsWith("Z error event\n"));
  EXPECT_THAT(errors, testing::Not(HasSubstr("warning")));
}

}  // namespace
}  // namespace allot
