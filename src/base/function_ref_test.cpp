#include "base/function_ref.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace allot {
namespace {

int twice(FunctionRef<int(int)> call, int number) {
  return call(number) + call(number);
}

TEST(FunctionRef, CallsWhatItBorrowed) {
  EXPECT_EQ(twice([](int number) { return number * 10; }, 4), 80);
  int calls = 0;
  EXPECT_EQ(twice([&](int) mutable { return ++calls; }, 0), 3);  // the object, not a copy of it
  EXPECT_EQ(calls, 2);
}

TEST(FunctionRef, HandsMovedArgumentsOn) {
  const auto read = [](std::unique_ptr<std::string> text) { return *text; };
  const FunctionRef<std::string(std::unique_ptr<std::string>)> call = read;
  EXPECT_EQ(call(std::make_unique<std::string>("given")), "given");
}

TEST(FunctionRef, ACopyCallsTheSame) {
  int calls = 0;
  const auto count = [&] { ++calls; };
  const FunctionRef<void()> first = count;
  const auto second = first;  // NOLINT(performance-unnecessary-copy-initialization)
  first();
  second();
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace allot
