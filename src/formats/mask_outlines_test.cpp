#include "formats/mask_outlines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string_view>

#include "formats/items_for_tests.h"

namespace allot::formats {

namespace {

using test::outlines_of;
using testing::ElementsAre;
using testing::IsEmpty;

/// `#` is marked.
Mask mask_of_rows(const std::vector<std::string>& rows) {
  Mask mask{
      .width = static_cast<std::uint32_t>(rows.front().size()),
      .height = static_cast<std::uint32_t>(rows.size()),
      .runs = {0}
  };
  bool marked = false;
  for (std::size_t x = 0; x < mask.width; ++x) {
    for (const auto& row : rows) {
      if ((row[x] == '#') != marked) {
        marked = !marked;
        mask.runs.push_back(0);
      }
      ++mask.runs.back();
    }
  }
  return mask;
}

double area_inside(const Ring& ring) {
  return Drawing{.kind = Drawing::Kind::area, .rings = {ring}, .mask = {}}.area();
}

TEST(MaskOutlines, GoAroundWithAPointAtEachCorner) {
  EXPECT_THAT(
      outlines_of(mask_of_rows({"....", ".##.", ".#..", "...."})),
      ElementsAre(ElementsAre(
          DrawnPoint{1, 1},
          DrawnPoint{3, 1},
          DrawnPoint{3, 2},
          DrawnPoint{2, 2},
          DrawnPoint{2, 3},
          DrawnPoint{1, 3}
      ))
  );
}

TEST(MaskOutlines, APartOfItsOwnHasOneOfItsOwn) {
  EXPECT_EQ(outlines_of(mask_of_rows({"##..", "....", "..##"})).size(), 2u);
  EXPECT_EQ(outlines_of(mask_of_rows({"#.", ".#"})).size(), 2u);  // they meet at a corner alone
}

TEST(MaskOutlines, HolesAreFilled) {
  const auto rings = outlines_of(mask_of_rows({"#####", "#...#", "#.#.#", "#...#", "#####"}));
  ASSERT_EQ(rings.size(), 2u);  // the frame, and what stands in it
  EXPECT_EQ(area_inside(rings[0]), 25);
  EXPECT_EQ(area_inside(rings[1]), 1);
}

TEST(MaskOutlines, OfNothingAreNone) {
  EXPECT_THAT(outlines_of(mask_of_rows({"..", ".."})), IsEmpty());
}

TEST(MaskOutlines, OfMoreCornersThanAnybodyWantsAreNone) {
  std::vector<std::string> chequered(400, std::string(400, '.'));
  for (std::size_t y = 0; y < 400; ++y) {
    for (std::size_t x = y % 2; x < 400; x += 2) chequered[y][x] = '#';
  }
  MaskBudget budget;
  EXPECT_THAT(formats::outlines_of(mask_of_rows(chequered), budget), IsEmpty());
  EXPECT_EQ(budget.refusal, "the mask is too large or too wild for an outline");
  EXPECT_EQ(budget.corners, MaskBudget{}.corners);
}

TEST(MaskOutlines, OfTheMasksOfAnItemHaveSoManyCornersTogether) {
  MaskBudget budget{.corners = 9};
  const auto square = mask_of_rows({"##", "##"});
  EXPECT_EQ(formats::outlines_of(square, budget).size(), 1u);
  EXPECT_EQ(formats::outlines_of(square, budget).size(), 1u);
  EXPECT_THAT(formats::outlines_of(square, budget), IsEmpty());
  EXPECT_NE(budget.refusal, "");
}

RC_GTEST_PROP(MaskOutlines, HoldAllThatIsMarked, ()) {
  const auto width = *rc::gen::inRange<std::size_t>(1, 12);
  const auto height = *rc::gen::inRange<std::size_t>(1, 12);
  std::vector<std::string> rows;
  for (std::size_t y = 0; y < height; ++y) {
    rows.push_back(*rc::gen::container<std::string>(width, rc::gen::element('#', '.', '#')));
  }
  const auto mask = mask_of_rows(rows);
  double sum = 0;
  for (const auto& ring : outlines_of(mask)) sum += area_inside(ring);
  RC_ASSERT(sum >= double(mask.area()));  // more where there are holes
  RC_ASSERT((sum == 0) == (mask.area() == 0));
}

}  // namespace

}  // namespace allot::formats
