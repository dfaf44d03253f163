#include "auth/secrets.h"

#include <gtest/gtest.h>

namespace allot {
namespace {

TEST(Secrets, AreStoredAsTheirSha256) {
  // The examples of FIPS 180-2.
  EXPECT_EQ(hash_secret("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hash_secret(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(
      hash_secret("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  );
}

TEST(Secrets, AreTheSameOnlyWithTheSameBytes) {
  using namespace std::string_view_literals;
  EXPECT_TRUE(same_secret({.given = "abc", .expected = "abc"}));
  EXPECT_TRUE(same_secret({.given = "", .expected = ""}));
  EXPECT_FALSE(same_secret({.given = "abd", .expected = "abc"}));
  EXPECT_FALSE(same_secret({.given = "xbc", .expected = "abc"}));
  EXPECT_FALSE(same_secret({.given = "ab", .expected = "abc"}));
  EXPECT_FALSE(same_secret({.given = "abcd", .expected = "abc"}));
  EXPECT_FALSE(same_secret({.given = "", .expected = "abc"}));
  EXPECT_FALSE(same_secret({.given = "a\0b"sv, .expected = "a\0c"sv}));
}

}  // namespace
}  // namespace allot
