#include "store/sqlite/pace_bytes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/check.h"

namespace allot::sqlite {
namespace {

using std::chrono::milliseconds;

RC_GTEST_PROP(PaceBytes, OfQuartersAreReadAsTheVerySame, ()) {
  QuarterSums sums;
  const auto count = *rc::gen::inRange(0, 100);
  for (int i = 0; i < count; ++i) {
    sums.push_back(
        {.quarter = *rc::gen::arbitrary<std::int32_t>(),
         .handled = *rc::gen::arbitrary<std::uint64_t>(),
         .active = milliseconds(*rc::gen::arbitrary<std::int32_t>()),
         .opened = *rc::gen::arbitrary<std::int64_t>()}
    );
  }
  RC_ASSERT(read_quarters(quarter_bytes(sums)) == sums);
}

RC_GTEST_PROP(PaceBytes, OfHandledItemsAreReadAsTheVerySame, ()) {
  std::vector<HandledItems> recent;
  const auto count = *rc::gen::inRange(0, 200);
  for (int i = 0; i < count; ++i) {
    recent.push_back(
        {.at = from_epoch_ms(*rc::gen::inRange<std::int64_t>(-1, 4'000'000'000'000)),
         .items = *rc::gen::arbitrary<std::uint64_t>(),
         .active = milliseconds(*rc::gen::arbitrary<std::int32_t>())}
    );
  }
  RC_ASSERT(read_recent(recent_bytes(recent)) == recent);
}

TEST(PaceBytes, OfADayOfWorkAreFew) {
  constexpr milliseconds each{59'321};
  QuarterSums day;
  std::vector<HandledItems> recent;
  for (int i = 0; i < 200; ++i) {
    recent.push_back({.at = from_epoch_ms(1'798'800'000'000) + i * each, .items = 1, .active = each}
    );
    if (i >= 32) continue;  // eight hours
    day.push_back(
        {.quarter = 2'000'000 + i, .handled = 15, .active = milliseconds(890'123), .opened = -15}
    );
  }
  // A change writes both anew, so they have to be small beside a page of the database.
  EXPECT_LT(quarter_bytes(day).size() + recent_bytes(recent).size(), 1'300u);
}

TEST(PaceBytes, ThatWereCutOffAreABrokenInvariant) {
  const auto bytes = quarter_bytes({{.quarter = 1, .handled = 2, .active = milliseconds(3)}});
  EXPECT_THROW((void)read_quarters(bytes.substr(0, bytes.size() - 1)), BrokenInvariant);
  EXPECT_THROW((void)read_recent(bytes + "x"), BrokenInvariant);
}

}  // namespace
}  // namespace allot::sqlite
