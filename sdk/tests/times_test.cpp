#include "times.h"

#include <gtest/gtest.h>

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr Time noon = sys_days{2026y / std::chrono::November / 28} + 12h;

TEST(TimeOfAnAnswer, IsExactToTheMillisecond) {
  EXPECT_EQ(time_of("2026-11-28T12:00:00.123Z"), noon + 123ms);
  EXPECT_EQ(time_of("1969-12-31T23:59:59.999Z"), Time{} - 1ms);
}

TEST(TimeOfAnAnswer, MayHaveMoreDigitsOrNone) {
  EXPECT_EQ(time_of("2026-11-28T12:00:00Z"), noon);
  EXPECT_EQ(time_of("2026-11-28T12:00:00.1Z"), noon + 100ms);
  EXPECT_EQ(time_of("2026-11-28T12:00:00.123456789Z"), noon + 123ms);
}

TEST(TimeOfAnAnswer, IsTheBeginningOf1970WhereThereIsNone) {
  for (const auto* const none :
       {"", "soon", "2026-11-28", "2026-13-28T12:00:00Z", "2026-11-28T1"}) {
    EXPECT_EQ(time_of(none), Time{}) << none;
  }
}

}  // namespace
}  // namespace allot::sdk_tests
