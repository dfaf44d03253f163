#include "base/time_zone.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace allot {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr std::int64_t new_year_ms = 1'798'761'600'000;  // 2027-01-01T00:00:00Z

Time at(std::string_view iso) {
  return parse_iso(iso).value();
}

/// At one instant.
std::optional<std::chrono::minutes> offset_of(std::string_view zone, Time time) {
  const auto offsets = utc_offsets(zone, time, time);
  if (!offsets) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::minutes>(offsets->front().offset);
}

TEST(UtcOffsets, AreThoseOfThePlaceAtThatInstant) {
  const auto winter = from_epoch_ms(new_year_ms);
  EXPECT_EQ(offset_of("UTC", winter), 0min);
  EXPECT_EQ(offset_of("Europe/Berlin", winter), 60min);
  EXPECT_EQ(offset_of("Europe/Berlin", at("2026-07-01T00:00Z")), 120min);
  EXPECT_EQ(offset_of("America/New_York", winter), -300min);
  EXPECT_EQ(offset_of("Asia/Kathmandu", winter), 345min);
  EXPECT_EQ(offset_of("Pacific/Chatham", winter), 825min);
  EXPECT_EQ(offset_of("Etc/GMT+5", winter), -300min);
}

TEST(UtcOffsets, ChangeWhereTheClocksDo) {
  EXPECT_THAT(
      *utc_offsets("Europe/Berlin", at("2026-10-01T00:00Z"), at("2027-04-01T00:00Z")),
      ElementsAre(
          UtcOffset{at("2026-10-01T00:00Z"), 2h},
          UtcOffset{at("2026-10-25T01:00Z"), 1h},
          UtcOffset{at("2027-03-28T01:00Z"), 2h}
      )
  );
  // By half an hour only.
  EXPECT_THAT(
      *utc_offsets("Australia/Lord_Howe", at("2026-10-01T00:00Z"), at("2026-11-01T00:00Z")),
      ElementsAre(
          UtcOffset{at("2026-10-01T00:00Z"), 10h + 30min}, UtcOffset{at("2026-10-03T15:30Z"), 11h}
      )
  );
}

TEST(UtcOffsets, OfAPlaceThatNobodyKnowsAreNone) {
  const auto now = from_epoch_ms(new_year_ms);
  for (const auto* const name :
       {"",
        "Mars/Olympus",
        "europe/berlin",
        "Europe",
        "../../etc/passwd",
        "/etc/localtime",
        "localtime",
        "right/UTC",
        "zone.tab",
        "+01:00"}) {
    EXPECT_EQ(utc_offsets(name, now, now), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace allot
