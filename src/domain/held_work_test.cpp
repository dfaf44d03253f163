#include "domain/held_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace allot {
namespace {

using testing::ElementsAre;

HeldWork work(const std::string& id, std::int64_t priority, const std::string& due_date) {
  return {.assignment = {id}, .task = {"t"}, .priority = priority, .due_date = due_date};
}

std::vector<std::string> sorted(std::vector<HeldWork> list) {
  std::ranges::sort(list, comes_before);
  std::vector<std::string> ids;
  for (const auto& each : list) ids.push_back(each.assignment.text);
  return ids;
}

// B-134
TEST(HeldWork, HigherPriorityComesFirstThenTheEarlierDueDate) {
  EXPECT_THAT(
      sorted(
          {work("low", 1, "100"),
           work("late", 2, "2e3"),
           work("soon", 2, "300"),
           work("urgent", 3, "9000")}
      ),
      ElementsAre("urgent", "soon", "late", "low")
  );
}

// B-134
TEST(HeldWork, WhatHasNoDueDateComesAfterWhatHasOne) {
  EXPECT_THAT(
      sorted({work("a", 2, ""), work("b", 2, "0"), work("c", 2, "300"), work("d", 3, "")}),
      ElementsAre("d", "c", "a", "b")
  );
}

// B-134
TEST(HeldWork, OfEqualOnesTheOlderComesFirst) {
  EXPECT_THAT(
      sorted({work("b", 2, "300"), work("a", 2, "300.0"), work("c", 2, "3e2")}),
      ElementsAre("a", "b", "c")
  );
}

// B-134
RC_GTEST_PROP(HeldWorkProperty, ItIsAnOrder, ()) {
  const auto any = [] {
    return work(
        std::to_string(*rc::gen::inRange(0, 4)),
        *rc::gen::inRange<std::int64_t>(1, 4),
        *rc::gen::element<std::string>("", "0", "5", "10", "-3", "1e1", "x")
    );
  };
  const auto a = any();
  const auto b = any();
  const auto c = any();
  RC_ASSERT(!comes_before(a, a));
  RC_ASSERT(!(comes_before(a, b) && comes_before(b, a)));
  if (comes_before(a, b) && comes_before(b, c)) RC_ASSERT(comes_before(a, c));
  if (a.assignment != b.assignment) RC_ASSERT(comes_before(a, b) || comes_before(b, a));
}

}  // namespace
}  // namespace allot
