#include "auth/passwords.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace allot {
namespace {

constexpr auto cheap = cheapest_password_cost;

bool is_right(std::string_view password, std::string_view hash) {
  return verify_password({.password = password, .hash = hash}, cheap);
}

TEST(Passwords, ThePasswordThatWasHashedIsRightAndEveryOtherIsWrong) {
  const auto hash = hash_password("correct horse", cheap);
  EXPECT_TRUE(is_right("correct horse", hash));
  EXPECT_FALSE(is_right("correct hors", hash));
  EXPECT_FALSE(is_right("correct horse ", hash));
  EXPECT_FALSE(is_right("Correct horse", hash));
  EXPECT_FALSE(is_right("", hash));
}

TEST(Passwords, AZeroByteIsPartOfThePassword) {
  using namespace std::string_view_literals;
  const auto hash = hash_password("secret\0one"sv, cheap);
  EXPECT_TRUE(is_right("secret\0one"sv, hash));
  EXPECT_FALSE(is_right("secret\0two"sv, hash));
  EXPECT_FALSE(is_right("secret", hash));
}

TEST(Passwords, TheSamePasswordHasAnotherHashEachTime) {
  EXPECT_NE(hash_password("correct horse", cheap), hash_password("correct horse", cheap));
}

TEST(Passwords, AHashWithoutAnotherCostIsArgon2idWithSixtyFourMebibytesAndTwoPasses) {
  const auto hash = hash_password("correct horse");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password({.password = "correct horse", .hash = hash}));
}

TEST(Passwords, NothingSignsInWhereThereIsNoHashOrADamagedOne) {
  EXPECT_FALSE(is_right("", ""));
  EXPECT_FALSE(is_right("correct horse", ""));
  EXPECT_FALSE(is_right("correct horse", "correct horse"));
  EXPECT_FALSE(is_right("correct horse", "$argon2id$v=19$m=65536,t=2,p=1$"));
  auto cut = hash_password("correct horse", cheap);
  cut.resize(cut.size() - 4);
  EXPECT_FALSE(is_right("correct horse", cut));
}

TEST(Passwords, OneThatIsTooLongToHaveBeenChosenIsWrong) {
  const std::string long_one(1025, 'x');
  EXPECT_FALSE(is_right(long_one, hash_password(long_one, cheap)));
}

TEST(Passwords, AnUnknownAddressCostsAsMuchWorkAsAWrongPassword) {
  // Processor time of this thread, so that other programs on the machine do not count.
  const auto work = [](auto&& call) {
    timespec before{};
    timespec after{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    for (int i = 0; i < 5; ++i) call();
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    return static_cast<double>(after.tv_sec - before.tv_sec) * 1e3 +
           static_cast<double>(after.tv_nsec - before.tv_nsec) / 1e6;
  };
  constexpr PasswordCost cost{.memory_bytes = 8u << 20, .passes = 1};
  const auto hash = hash_password("correct horse", cost);
  const auto wrong =
      work([&] { EXPECT_FALSE(verify_password({.password = "wrong horse", .hash = hash}, cost)); });
  const auto nobody = work([&] { verify_against_nobody("wrong horse", cost); });
  const auto no_hash =
      work([&] { EXPECT_FALSE(verify_password({.password = "wrong horse", .hash = ""}, cost)); });
  EXPECT_GT(nobody, wrong / 2);
  EXPECT_LT(nobody, wrong * 2);
  EXPECT_GT(no_hash, wrong / 2);
  EXPECT_LT(no_hash, wrong * 2);
}

TEST(Passwords, ManyThreadsMayAskAtOnce) {
  const auto hash = hash_password("correct horse", cheap);
  std::vector<int> right(8);
  {
    std::vector<std::jthread> threads;
    for (auto& answer : right)
      threads.emplace_back([&] { answer = is_right("correct horse", hash) ? 1 : 0; });
  }
  EXPECT_EQ(right, std::vector<int>(8, 1));
}

TEST(PasswordStrength, EightToOneThousandAndTwentyFourBytesMayBeChosen) {
  EXPECT_TRUE(check_password_strength("12345678"));
  EXPECT_TRUE(check_password_strength(std::string(1024, 'x')));
  EXPECT_TRUE(check_password_strength("påsswörd"));
}

TEST(PasswordStrength, AShorterOrLongerOneIsRefusedInOneSentence) {
  const auto too_short = check_password_strength("1234567");
  ASSERT_FALSE(too_short);
  EXPECT_EQ(too_short.error().code, ErrorCode::invalid);
  EXPECT_EQ(too_short.error().message, "`password` must have at least 8 characters.");
  const auto too_long = check_password_strength(std::string(1025, 'x'));
  ASSERT_FALSE(too_long);
  EXPECT_EQ(too_long.error().message, "`password` must have at most 1024 bytes.");
}

}  // namespace
}  // namespace allot
