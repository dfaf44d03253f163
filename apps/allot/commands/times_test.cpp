#include "commands/times.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "commands/console.h"

namespace allot::cli {
namespace {

using namespace std::chrono_literals;

/// In a zone of its own, until the end of the test.
class DueDates : public testing::Test {
 protected:
  DueDates() { set_zone("CET-1CEST,M3.5.0,M10.5.0/3"); }

  static void set_zone(const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
  }

  ~DueDates() override { set_zone("UTC0"); }

  DueDates(const DueDates&) = delete;
  DueDates& operator=(const DueDates&) = delete;
};

TEST_F(DueDates, ADayIsDueAtItsEndWhereThePersonIs) {
  EXPECT_EQ(parse_due_date("2026-12-24"), Time(1798153140s));  // 22:59 UTC
  EXPECT_EQ(parse_due_date("2026-07-01"), Time(1782943140s));  // 21:59 UTC: summer
}

TEST_F(DueDates, ATimeMayFollowTheDay) {
  EXPECT_EQ(parse_due_date("2026-12-24 17:00"), parse_due_date("2026-12-24") - 25140s);
}

TEST_F(DueDates, WhatIsNoDayOfTheCalendarIsRefused) {
  for (const auto* const text :
       {"",
        "tomorrow",
        "2026-13-01",
        "2026-02-31",
        "24.12.2026",
        "2026-12-24 25:00",
        "2026-12-24 17:00 sharp",
        "1960-01-01"}) {
    EXPECT_THROW((void)parse_due_date(text), UsageError) << text;
  }
}

TEST_F(DueDates, ARefusalSaysHowToWriteIt) {
  try {
    (void)parse_due_date("soon");
    FAIL() << "soon is no day";
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "`soon` is no day; write it like 2026-12-24 or '2026-12-24 17:00'.");
  }
}

TEST_F(DueDates, ADueDateIsShownAsADay) {
  EXPECT_EQ(due_date_text(parse_due_date("2026-12-24")), "24 Dec 2026");
  EXPECT_EQ(due_date_text({}), "none");
}

TEST_F(DueDates, BeginningsAndEndsTellTheHourWhereADayAloneMeansAnother) {
  EXPECT_EQ(beginning_text(parse_beginning("2026-12-24")), "24 Dec 2026");
  EXPECT_EQ(end_text(parse_due_date("2026-12-24")), "24 Dec 2026");
  EXPECT_EQ(beginning_text(parse_beginning("2026-12-24 08:30")), "24 Dec 2026 08:30 CET");
  EXPECT_EQ(end_text(parse_due_date("2026-12-24 12:00")), "24 Dec 2026 12:00 CET");
  EXPECT_EQ(end_text(parse_due_date("2026-12-24 00:00")), "24 Dec 2026 00:00 CET");
}

TEST_F(DueDates, TimesToTheMinuteTellTheirZone) {
  const auto summer = parse_due_date("2026-07-01 17:00");
  EXPECT_EQ(moment_text(summer), "1 Jul 2026 17:00 CEST");
  EXPECT_EQ(moment_text(parse_due_date("2026-12-24 17:00")), "24 Dec 2026 17:00 CET");
  EXPECT_EQ(time_of_day_text(summer), "17:00");
  set_zone("UTC0");
  EXPECT_EQ(moment_text(summer), "1 Jul 2026 15:00 UTC");
}

TEST_F(DueDates, TheZoneIsToldByItsNameAndOneOfRulesIsUtc) {
  EXPECT_EQ(local_zone(), "UTC");
  for (const auto* const name :
       {"Europe/Berlin", ":Europe/Berlin", "/usr/share/zoneinfo/Europe/Berlin"}) {
    set_zone(name);
    EXPECT_EQ(local_zone(), "Europe/Berlin") << name;
  }
  for (const auto* const other : {"", "UTC0", "/tmp/zone"}) {
    set_zone(other);
    EXPECT_EQ(local_zone(), "UTC") << other;
  }
}

}  // namespace
}  // namespace allot::cli
