#include "formats/rings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

namespace allot::formats {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Ring square(double left, double top, double side) {
  return corners_of({.left = left, .top = top, .right = left + side, .bottom = top + side});
}

double covered(const std::vector<Ring>& rings) {
  return area_covered_by(rings);
}

TEST(Rings, CoverWhatSeveralOfThemCoverOnce) {
  EXPECT_EQ(covered({square(0, 0, 10)}), 100);
  EXPECT_EQ(covered({square(0, 0, 10), square(20, 0, 10)}), 200);
  EXPECT_DOUBLE_EQ(covered({square(0, 0, 10), square(0, 0, 10)}), 100);
  EXPECT_DOUBLE_EQ(covered({square(0, 0, 10), square(2, 2, 3)}), 100);
  EXPECT_DOUBLE_EQ(covered({square(0, 0, 10), square(5, 5, 10)}), 175);
  EXPECT_DOUBLE_EQ(covered({square(0, 0, 10), square(10, 0, 10)}), 200);  // side by side
}

TEST(Rings, CoverNearlyThatWhereTheyCross) {
  const Ring one = {{0, 0}, {10, 0}, {0, 10}};
  const Ring other = {{10, 0}, {10, 10}, {0, 0}};
  EXPECT_NEAR(covered({one, other}), 75, 0.1);
}

TEST(Rings, WithoutHeightCoverNothing) {
  const Ring flat = {{0, 1}, {5, 1}, {9, 1}};
  EXPECT_EQ(covered({flat, flat}), 0);
}

TEST(Rings, OfVeryManyCornersAreMeasuredInLittleTime) {
  Ring comb;
  for (int i = 0; i < 50'000; ++i) {
    comb.push_back({double(i), 0});
    comb.push_back({i + 0.5, 10.0 + i % 7});
  }
  comb.push_back({50'000, 0});
  comb.push_back({50'000, -10});
  comb.push_back({0, -10});
  const auto both = covered({comb, square(0, -5, 1)});
  EXPECT_NEAR(both, area_of(comb), area_of(comb) / 100);
}

TEST(Rings, AreCutAtBounds) {
  const Bounds frame{.right = 10, .bottom = 10};
  EXPECT_EQ(cut_at(frame, square(2, 2, 5)), square(2, 2, 5));
  EXPECT_EQ(cut_at(frame, square(5, 5, 10)), square(5, 5, 5));
  EXPECT_DOUBLE_EQ(area_of(cut_at(frame, square(-5, -5, 100))), 100);
  EXPECT_THAT(cut_at(frame, square(20, 0, 5)), IsEmpty());
  EXPECT_THAT(cut_at(frame, square(10, 0, 5)), IsEmpty());  // they touch
  EXPECT_THAT(
      cut_at(frame, {{0, 0}, {20, 0}, {0, 10}}),
      ElementsAre(DrawnPoint{0, 0}, DrawnPoint{10, 0}, DrawnPoint{10, 5}, DrawnPoint{0, 10})
  );
}

TEST(Rings, HaveALength) {
  EXPECT_EQ(length_of(std::vector<Ring>{square(0, 0, 10), square(7, 7, 1)}), 44);
}

RC_GTEST_PROP(Rings, AreNoLargerThanBeforeWhenTheyAreCut, ()) {
  const auto corner = [] { return *rc::gen::inRange(-20, 30); };
  Ring triangle;
  for (int i = 0; i < 3; ++i) triangle.push_back({double(corner()), double(corner())});
  const Bounds frame{.right = 10, .bottom = 10};
  const auto cut = cut_at(frame, triangle);
  for (const auto& point : cut) {
    RC_ASSERT(point.x >= -1e-9 && point.x <= 10 + 1e-9);
    RC_ASSERT(point.y >= -1e-9 && point.y <= 10 + 1e-9);
  }
  const auto sum = cut.empty() ? 0 : area_of(cut);
  RC_ASSERT(sum <= area_of(triangle) + 1e-6);
  if (!cut.empty()) {
    // What both cover is what is left of the sum of both.
    const auto both = area_covered_by(std::vector<Ring>{triangle, corners_of(frame)});
    RC_ASSERT(std::abs(area_of(triangle) + 100 - sum - both) < 5);
  }
}

}  // namespace

}  // namespace allot::formats
