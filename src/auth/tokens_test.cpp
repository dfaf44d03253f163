#include "auth/tokens.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

#include "auth/tokens_test_fixture.h"

namespace allot {
namespace {

using namespace tokens_testing;

TEST_F(Tokens, SayWhatWasSigned) {
  const auto verified = authority_.verify(good(), start);
  ASSERT_TRUE(verified);
  EXPECT_EQ(*verified, claims());
}

TEST_F(Tokens, OfApiKeysNameTheirKey) {
  auto of_key = claims();
  of_key.kind = TokenKind::api_key;
  const auto verified = authority_.verify(authority_.sign(of_key), start);
  ASSERT_TRUE(verified);
  EXPECT_EQ(*verified, of_key);
  EXPECT_EQ(verified->api_key(), ApiKeyId{"65a1b2c3d4e5f60718293a4b"});
}

TEST_F(Tokens, CarryWhatTheSdkReads) {  // B-001, B-002
  const auto text = payload();
  for (const auto* piece :
       {R"("email":"ada@example.org")",
        R"("sub":"ada@example.org")",
        R"("iss":"allot")",
        R"("iat":1800000000)",
        R"("exp":1800086400)",
        R"("jti":"6b1c2f0e-0000-4000-8000-000000000001")",
        R"("sid":"65a1b2c3d4e5f60718293a4b")",
        R"("epoch":3)",
        R"("kind":"session")"}) {
    EXPECT_NE(text.find(piece), std::string::npos) << piece << " in " << text;
  }
  const auto head = decode(split(good(), '.')[0]);
  EXPECT_NE(head.find(R"("alg":"HS256")"), std::string::npos) << head;
  EXPECT_NE(head.find(R"("kid":")" + key().id + '"'), std::string::npos) << head;
}

TEST_F(Tokens, HoldAddressesOfAnyAlphabetAndOfFullLength) {
  auto unusual = claims();
  for (const std::string& address :
       {std::string("ångström@例え.example.org"),
        std::string("quo'te@example.org"),
        std::string(242, 'a') + "@example.org"}) {
    unusual.user.text = address;
    const auto verified = authority_.verify(authority_.sign(unusual), start);
    ASSERT_TRUE(verified) << address;
    EXPECT_EQ(verified->user.text, address);
  }
}

TEST_F(Tokens, LoseTheirMilliseconds) {
  auto fine = claims();
  fine.issued += 999ms;
  fine.expires += 999ms;
  EXPECT_EQ(*authority_.verify(authority_.sign(fine), start), claims());
}

TEST_F(Tokens, MadeByTheTestsOwnHandsAreAcceptedToo) {
  EXPECT_EQ(refusal(signed_by(key(), {.header = header(), .payload = payload()})), "accepted");
}

TEST_F(Tokens, OfThePreviousKeyHoldUntilTheNextRotation) {
  const auto seen = good();
  auto another = claims();
  another.id = "another";
  const auto unseen = authority_.sign(another);
  EXPECT_EQ(refusal(seen), "accepted");
  keys_->rotate(random_);
  EXPECT_EQ(refusal(seen), "accepted");
  EXPECT_EQ(refusal(unseen), "accepted");
  EXPECT_EQ(refusal(good()), "accepted");
  EXPECT_NE(split(seen, '.')[0], split(good(), '.')[0]);
  keys_->rotate(random_);
  EXPECT_EQ(refusal(seen), unsigned_) << "remembered beyond the life of its key";
}

TEST_F(Tokens, EndAtTheirSecond) {  // B-005
  const auto jwt = good();
  EXPECT_EQ(refusal(jwt, claims().expires - 1ms), "accepted");
  EXPECT_EQ(refusal(jwt, claims().expires), "The token has expired; sign in again.");
  EXPECT_EQ(refusal(jwt, claims().expires + 24h * 365), "The token has expired; sign in again.");
}

TEST_F(Tokens, FromTheFutureAreRefusedSaveForAMinute) {
  const auto jwt = good();
  const std::string early = "The token is from the future: check the clock of the server.";
  EXPECT_EQ(refusal(jwt, claims().issued - 60s), "accepted");
  EXPECT_EQ(refusal(jwt, claims().issued - 61s), early);
  const auto later = std::to_string(claims().issued.time_since_epoch() / 1s + 3600);
  const auto not_yet = signed_by(
      key(), {.header = header(), .payload = payload_with("{", R"({"nbf":)" + later + ",")}
  );
  EXPECT_EQ(refusal(not_yet), early);
  EXPECT_EQ(refusal(not_yet, start + 1h), "accepted");
}

TEST_F(Tokens, WithoutAUserSessionOrIdAreNotSigned) {
  auto without_user = claims();
  without_user.user.text.clear();
  EXPECT_THROW(static_cast<void>(authority_.sign(without_user)), BrokenInvariant);
  auto without_session = claims();
  without_session.session.text.clear();
  EXPECT_THROW(static_cast<void>(authority_.sign(without_session)), BrokenInvariant);
  auto without_id = claims();
  without_id.id.clear();
  EXPECT_THROW(static_cast<void>(authority_.sign(without_id)), BrokenInvariant);
}

TEST_F(Tokens, OnceFoundGoodAreRememberedButTheirTimesAreLookedAtAgain) {
  const auto jwt = good();
  EXPECT_EQ(refusal(jwt), "accepted");
  EXPECT_EQ(authority_.remembered(), 1u);
  EXPECT_EQ(refusal(jwt), "accepted");
  EXPECT_EQ(authority_.remembered(), 1u);
  EXPECT_EQ(refusal(jwt, claims().expires), "The token has expired; sign in again.");
  EXPECT_NE(refusal(jwt, claims().issued - 1h), "accepted");
  EXPECT_EQ(refusal(jwt), "accepted");
}

TEST_F(Tokens, ThatWereRefusedAreNotRemembered) {
  EXPECT_NE(refusal("a.b.c"), "accepted");
  EXPECT_NE(refusal(good() + "A"), "accepted");
  EXPECT_EQ(authority_.remembered(), 0u);
}

TEST_F(Tokens, AreRememberedUpToABound) {
  const TokenAuthority small(*keys_, 4);
  std::vector<std::string> tokens;
  for (int i = 0; i < 30; ++i) {
    auto one = claims();
    one.id = std::to_string(i + 1);
    tokens.push_back(small.sign(one));
  }
  for (int round = 0; round < 3; ++round) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const auto verified = small.verify(tokens[i], start);
      ASSERT_TRUE(verified);
      EXPECT_EQ(verified->id, std::to_string(i + 1));
      EXPECT_TRUE(small.verify(tokens[i / 2], start));
      EXPECT_LE(small.remembered(), 8u);
    }
  }
  const TokenAuthority forgetful(*keys_, 0);
  EXPECT_TRUE(forgetful.verify(tokens[0], start));
  EXPECT_EQ(forgetful.remembered(), 0u);
}

TEST_F(Tokens, InUseStayRememberedWhenOthersAreForgotten) {
  const TokenAuthority small(*keys_, 2);
  const auto verify_number = [&](int number) {
    auto one = claims();
    one.id = std::to_string(number);
    EXPECT_TRUE(small.verify(small.sign(one), start));
    return small.remembered();
  };
  EXPECT_EQ(verify_number(1), 1u);
  EXPECT_EQ(verify_number(2), 2u);
  EXPECT_EQ(verify_number(3), 3u);
  EXPECT_EQ(verify_number(1), 3u) << "it has moved to the young ones, not been read again";
  EXPECT_EQ(verify_number(4), 3u) << "the second one alone was forgotten";
}

TEST_F(Tokens, MayBeVerifiedByManyThreadsDuringARotation) {
  const TokenAuthority small(*keys_, 8);
  std::array<int, 4> accepted{};
  {
    std::vector<std::jthread> threads;
    for (auto& count : accepted) {
      threads.emplace_back([&] {
        for (int i = 0; i < 200; ++i) {
          auto one = claims();
          one.id = std::to_string(i + 1);
          count += small.verify(small.sign(one), start) ? 1 : 0;
        }
      });
    }
    keys_->rotate(random_);
  }
  EXPECT_EQ(accepted, (std::array{200, 200, 200, 200}));
}

}  // namespace
}  // namespace allot
