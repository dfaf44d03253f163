#include "jwt_claims.h"

#include <gtest/gtest.h>

#include "tokens_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;

TEST(JwtClaims, AreReadFromTheToken) {
  const auto token = token_of(R"({"email":"mia@example.org","name":"Mia Müller ÿþ","n":3})");
  EXPECT_EQ(claim_of(token, "email"), "mia@example.org");
  EXPECT_EQ(claim_of(token, "name"), "Mia Müller ÿþ");
  EXPECT_EQ(claim_of(token, "n"), "");
  EXPECT_EQ(claim_of(token, "absent"), "");
}

TEST(JwtClaims, OfWhatIsNoTokenAreEmpty) {
  for (const auto* const text :
       {"", ".", "..", "a.b", "a.b.c", "a.!!.c", "e30.W10.x", "no token"}) {
    EXPECT_EQ(claim_of(text, "email"), "") << text;
    EXPECT_TRUE(ends_within(text, 0s)) << text;
  }
}

// B-002
TEST(JwtClaims, SayWhenTheTokenEnds) {
  const auto token = token_that_ends_in(90s);
  EXPECT_FALSE(ends_within(token, 0s));
  EXPECT_FALSE(ends_within(token, 60s));
  EXPECT_TRUE(ends_within(token, 120s));
  EXPECT_TRUE(ends_within(token_that_ends_in(-1s), 0s));
  EXPECT_TRUE(ends_within(token_of("{}"), 0s));
}

}  // namespace
}  // namespace allot::sdk_tests
