#include "base/clock.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace allot {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t christmas_ms = 1'798'104'600'000;  // 2026-12-24T09:30:00Z

TEST(ToIso, WritesMillisecondsAndZ) {
  EXPECT_EQ(to_iso(from_epoch_ms(christmas_ms)), "2026-12-24T09:30:00.000Z");
  EXPECT_EQ(to_iso(from_epoch_ms(christmas_ms + 7)), "2026-12-24T09:30:00.007Z");
  EXPECT_EQ(to_iso(from_epoch_ms(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso(from_epoch_ms(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(EpochMs, GoesThereAndBack) {
  EXPECT_EQ(to_epoch_ms(from_epoch_ms(christmas_ms)), christmas_ms);
  EXPECT_EQ(from_epoch_ms(1'000) - from_epoch_ms(0), milliseconds{1'000});
}

// B-255
TEST(ParseIso, ReadsTheFormsOfADate) {
  const struct {
    std::string_view text;
    std::int64_t ms;
  } forms[] = {
      {"2026-12-24", christmas_ms - 34'200'000},
      {"2026-12-24T09:30", christmas_ms},
      {"2026-12-24T09:30:00", christmas_ms},
      {"2026-12-24T09:30:00Z", christmas_ms},
      {"2026-12-24t09:30:00z", christmas_ms},
      {"2026-12-24 09:30:00", christmas_ms},
      {"2026-12-24T09:30Z", christmas_ms},
      {"2026-12-24T09:30:00.5Z", christmas_ms + 500},
      {"2026-12-24T09:30:00.123Z", christmas_ms + 123},
      {"2026-12-24T09:30:00.123999Z", christmas_ms + 123},
      {"2026-12-24T09:30:00.123999999Z", christmas_ms + 123},
      {"2026-12-24T10:30:00+01:00", christmas_ms},
      {"2026-12-24T10:30:00.250+0100", christmas_ms + 250},
      {"2026-12-24T04:00:00-05:30", christmas_ms},
      {"2024-02-29", 1'709'164'800'000},
      {"20261224T093000Z", christmas_ms},
      {"20261224T0930", christmas_ms},
      {"20261224T093000.5", christmas_ms + 500},
      {"20261224T103000+01", christmas_ms},
      {"20261224", christmas_ms - 34'200'000},
      {"2026-12-24T09", christmas_ms - 1'800'000},
      {"2026-12-24T09:30:00,5Z", christmas_ms + 500},
      {"2026-12-24T093000Z", christmas_ms},
      {"20261224T09:30:00Z", christmas_ms},
      {"2026-12-24T11:30:00+02", christmas_ms},
      {"2026-12-24Z", christmas_ms - 34'200'000},
      {"2026-12-24+02:00", christmas_ms - 41'400'000},
      {"2026-W52-4T09:30:00Z", christmas_ms},
      {"2026W524", christmas_ms - 34'200'000},
      {"2026-358T09:30", christmas_ms},
      {"2026358T0930", christmas_ms},
      {"2026-W01-1", 1'766'966'400'000},  // 2025-12-29
      {"2020-W53-5", 1'609'459'200'000},  // 2021-01-01
      {"2024-366", 1'735'603'200'000},
      {"0000-01-01", -62'167'219'200'000},
      {"9999-12-31T23:59:59.999Z", 253'402'300'799'999},
      {"2026-12-24T09:30:00.000000000000000000000000000000000000Z", christmas_ms},
  };

  for (const auto& [text, ms] : forms) {
    const auto time = parse_iso(text);
    ASSERT_TRUE(time.has_value()) << text;
    EXPECT_EQ(to_epoch_ms(*time), ms) << text;
  }
}

TEST(ParseIso, RefusesEverythingElse) {
  const std::string_view wrong[] = {
      "",
      "Z",
      "T",
      "now",
      "1798104600000",
      "2026",
      "2026-12",
      "2026-13-01",
      "2026-02-30",
      "2025-02-29",
      "24.12.2026",
      "2026-12-24T",
      "12T",
      "2026T12-24",
      "2026-12-24T+01:00",
      "2026-12-24T25:00:00Z",
      "2026-12-24T09:61:00Z",
      "2026-12-24T09:30:00Zulu",
      "2026-12-24T09:30:00Z ",
      "2026-12-24T09:30:00+",
      "2026-12-24T09:30:00-:00",
      "2026-12-24T09:30-:0C",
      "2026-12-2-cendingz",
      "2026-12-24T09:30:00+1:00",
      "2026-12-24T09:30:00+01:0",
      " 2026-12-24T09:30:00Z",
      "2026-12-24T24:00:00Z",
      "2026-12-31T23:59:60Z",
      "2026-12-24T09:30:00.Z",
      "2026-12-24T09:30.5Z",
      "2026-12-24T09:30:00+24:00",
      "2026-12-24T09:30:00+01:60",
      "2026-12-24T09:30:00 +01:00",
      "2026-12-24T9:30Z",
      "2026-1-2",
      "20261301",
      "202612",
      "2026-1224",
      "202612-24",
      "2026-W54-1",
      "2026-W53-8",
      "2025-W53-1",
      "2026-W00-1",
      "2026-W52",
      "2026-366",
      "2026-000",
      "+12026-12-24",
      "12026-12-24",
      "-2026-12-24",
      "2026-12-00",
      "2026-00-24",
      "01/01/2020",
      "Dec 24 2026",
      "09:30:00",
  };
  for (const auto text : wrong) EXPECT_FALSE(parse_iso(text).has_value()) << text;
}

RC_GTEST_PROP(ParseIso, ReadsWhatToIsoWrites, ()) {
  constexpr std::int64_t year_0 = -62'167'219'200'000;
  constexpr std::int64_t year_10000 = 253'402'300'800'000;
  const auto time = from_epoch_ms(*rc::gen::inRange(year_0, year_10000));
  RC_ASSERT(parse_iso(to_iso(time)) == time);
}

RC_GTEST_PROP(ParseIso, TakesAnyBytes, (const std::string& bytes)) {
  static_cast<void>(parse_iso(bytes));
  static_cast<void>(parse_iso("T" + bytes));
  static_cast<void>(parse_iso("2026-12-24T" + bytes));
}

TEST(SystemClock, IsNotBehindTheMachine) {
  const auto before = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
  EXPECT_GE(SystemClock{}.now(), before);
}

// B-318
TEST(ToIso, OfATimeThatNobodyCouldWriteIsTheNearestOne) {
  constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(to_iso(from_epoch_ms(greatest)), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(to_iso(from_epoch_ms(-greatest)), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso(from_epoch_ms(253'402'300'799'999)), "9999-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace allot
