#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace allot {
namespace {

Result<int> positive(int number) {
  if (number > 0) return number;
  return fail(ErrorCode::invalid, "The number is not positive.");
}

Result<int> sum(int left, int right) {
  return TRY(positive(left)) + TRY(positive(right));
}

TEST(Result, HoldsAValueOrAnError) {
  const auto good = positive(7);
  EXPECT_TRUE(good.has_value());
  EXPECT_TRUE(static_cast<bool>(good));
  EXPECT_EQ(good.value(), 7);
  EXPECT_EQ(*good, 7);

  const auto bad = positive(0);
  EXPECT_FALSE(bad.has_value());
  EXPECT_FALSE(static_cast<bool>(bad));
  EXPECT_EQ(bad.error().code, ErrorCode::invalid);
  EXPECT_EQ(bad.error().message, "The number is not positive.");
  EXPECT_TRUE(bad.error().fields.empty());
}

TEST(Result, AskingForWhatIsNotThereIsABug) {
  auto good = positive(1);
  auto bad = positive(0);
  EXPECT_THROW(static_cast<void>(bad.value()), BrokenInvariant);
  EXPECT_THROW(static_cast<void>(*bad), BrokenInvariant);
  EXPECT_THROW(static_cast<void>(*std::move(bad)), BrokenInvariant);
  EXPECT_THROW(static_cast<void>(good.error()), BrokenInvariant);
  EXPECT_THROW(static_cast<void>(std::move(good).error()), BrokenInvariant);
}

TEST(Result, ValueOrGivesTheOtherForAnError) {
  EXPECT_EQ(positive(3).value_or(-1), 3);
  EXPECT_EQ(positive(0).value_or(-1), -1);
}

TEST(Result, TakesWhatConvertsToTheValue) {
  const Result<std::string> text = "plain";
  EXPECT_EQ(text->size(), 5U);
  const Result<std::optional<int>> nothing = std::nullopt;
  ASSERT_TRUE(nothing.has_value());
  EXPECT_FALSE(nothing->has_value());
}

TEST(Result, ThatWentWellNeedsNoWord) {
  const Result<> done;
  EXPECT_TRUE(done.has_value());
  EXPECT_EQ(*done, Done{});
}

TEST(Result, OfAThingThatOnlyMovesGivesItAway) {
  Result<std::unique_ptr<int>> made = std::make_unique<int>(5);
  const auto* before = made->get();
  const auto taken = *std::move(made);
  EXPECT_EQ(taken.get(), before);
  EXPECT_EQ(*made, nullptr);
}

TEST(Try, GivesTheValueInsideAnExpression) {
  EXPECT_EQ(sum(2, 3).value(), 5);
}

TEST(Try, ReturnsTheFirstErrorUnchanged) {
  const auto refused = [](int number) -> Result<std::string> {
    if (number == 1) TRY([]() -> Result<> { return invalid_field("load", "is wrong"); }());
    return std::to_string(TRY(positive(number)));
  };
  EXPECT_EQ(refused(2).value(), "2");
  EXPECT_EQ(refused(-1).error(), positive(-1).error());
  // Of another value type, with its fields.
  EXPECT_EQ(refused(1).error(), invalid_field("load", "is wrong").error);
}

TEST(Try, LeavesTheRestUndone) {
  int reached = 0;
  const auto walk = [&]() -> Result<> {
    reached = 1;
    TRY(positive(0));
    reached = 2;
    return Done{};
  };
  EXPECT_FALSE(walk().has_value());
  EXPECT_EQ(reached, 1);
}

TEST(Try, LooksOnceAtItsExpression) {
  int looked = 0;
  const auto once = [&]() -> Result<int> { return TRY(positive(++looked)); };
  EXPECT_EQ(once().value(), 1);
  EXPECT_EQ(looked, 1);
}

TEST(Try, CanStandInsideItself) {
  const auto nested = [](int number) -> Result<int> {
    return TRY(sum(TRY(positive(number)), TRY(sum(number, 1))));
  };
  EXPECT_EQ(nested(2).value(), 5);
  EXPECT_FALSE(nested(0).has_value());
}

TEST(Try, MovesWhatCannotBeCopied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(9); };
  const auto pass = [&]() -> Result<std::unique_ptr<int>> {
    auto made = TRY(make());
    *made += 1;
    return made;
  };
  EXPECT_EQ(**pass(), 10);
}

// B-151
TEST(InvalidField, NamesFieldAndReasonInOneSentence) {
  const auto refused = invalid_field("workload", "must not be empty").error;
  EXPECT_EQ(refused.code, ErrorCode::invalid);
  EXPECT_EQ(refused.message, "`workload` must not be empty.");
  EXPECT_EQ(refused.fields, (std::vector<FieldError>{{"workload", "must not be empty"}}));
  EXPECT_EQ(invalid_field("load", "is wrong", "It is wrong.").error.message, "It is wrong.");
}

}  // namespace
}  // namespace allot
