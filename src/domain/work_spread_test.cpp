#include "domain/work_spread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace allot {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const OpenWorkOf ada{.person = {"ada@example.org"}, .open = 8};
const OpenWorkOf ben{.person = {"ben@example.org"}, .open = 0};
const OpenWorkOf cleo{.person = {"cleo@example.org"}, .open = 0};
const OpenWorkOf dora{.person = {"dora@example.org"}, .open = 8};

// B-426
TEST(UnevenWork, IsThatOfWhoHasTwiceTheMeanWhileOthersHaveNothing) {
  const auto uneven = find_uneven_work(std::vector{dora, cleo, ben, ada});
  EXPECT_THAT(uneven.without, ElementsAre(ben, cleo));
  EXPECT_THAT(uneven.overloaded, ElementsAre(ada, dora)) << "the mean is 4";
}

// B-426
TEST(UnevenWork, IsNoneWhileNobodyHasThatMuch) {
  const auto uneven = find_uneven_work(std::vector{ada, ben, dora});
  EXPECT_THAT(uneven.without, IsEmpty()) << "the mean is 5.3";
  EXPECT_THAT(uneven.overloaded, IsEmpty());
}

// B-426
TEST(UnevenWork, IsNoneWhereEverybodyHasSome) {
  const std::vector people{
      ada, OpenWorkOf{.person = {"x"}, .open = 1}, {.person = {"y"}, .open = 1}
  };
  EXPECT_THAT(find_uneven_work(people).overloaded, IsEmpty());
  EXPECT_THAT(find_uneven_work({}).without, IsEmpty());
}

// B-426
RC_GTEST_PROP(UnevenWorkProperty, NobodyIsNamedWithoutAnother, ()) {
  std::vector<OpenWorkOf> people;
  double all = 0;
  for (int i = *rc::gen::inRange(0, 8); i > 0; --i) {
    const auto open = *rc::gen::inRange<std::uint64_t>(0, 6);
    all += static_cast<double>(open);
    people.push_back({.person = {std::to_string(i)}, .open = open});
  }
  const auto uneven = find_uneven_work(people);
  RC_ASSERT(uneven.without.empty() == uneven.overloaded.empty());
  const auto mean = people.empty() ? 0 : all / static_cast<double>(people.size());
  for (const auto& each : uneven.without) RC_ASSERT(each.open == 0);
  for (const auto& each : uneven.overloaded) {
    RC_ASSERT(each.open > 0 && static_cast<double>(each.open) >= 2 * mean - 1e-9);
  }
  const bool one_has_none =
      std::ranges::any_of(people, [](const auto& it) { return it.open == 0; });
  const bool one_has_much = std::ranges::any_of(people, [&](const auto& it) {
    return it.open > 0 && static_cast<double>(it.open) >= 2 * mean;
  });
  RC_ASSERT(uneven.without.empty() == !(one_has_none && one_has_much));
}

}  // namespace
}  // namespace allot
