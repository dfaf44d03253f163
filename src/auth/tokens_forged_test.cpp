#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "auth/tokens_test_fixture.h"

namespace allot {
namespace {

using namespace tokens_testing;

class ForgedTokens : public Tokens {};

TEST_F(ForgedTokens, ThatNobodySignedAreRefused) {
  const auto body = encode(payload());
  const auto signature = split(good(), '.')[2];
  for (const auto* algorithm : {"none", "None", "NONE", "nOnE", ""}) {
    const auto head = encode(header(algorithm));
    EXPECT_EQ(refusal(head + "." + body + "."), malformed_);
    EXPECT_EQ(refusal(head + "." + body), malformed_);
    EXPECT_EQ(refusal(head + "." + body + "." + signature), unsigned_) << algorithm;
    EXPECT_EQ(refusal(head + "." + body + ".AA"), unsigned_) << algorithm;
  }
  EXPECT_EQ(refusal(encode(R"({"typ":"JWT"})") + "." + body + "." + signature), unsigned_);
  EXPECT_EQ(refusal(encode("{}") + "." + body + "." + signature), unsigned_);
  EXPECT_EQ(refusal(encode("[]") + "." + body + "." + signature), unsigned_);
  EXPECT_EQ(refusal(encode("x") + "." + body + "." + signature), unsigned_);
}

TEST_F(ForgedTokens, OfAnotherAlgorithmAreRefusedEvenWhenSignedWithOurKey) {
  const auto body = payload();
  EXPECT_EQ(
      refusal(signed_by(key(), {.header = header("HS512"), .payload = body, .digest = "SHA512"})),
      unsigned_
  );
  EXPECT_EQ(
      refusal(signed_by(key(), {.header = header("HS384"), .payload = body, .digest = "SHA384"})),
      unsigned_
  );
  for (const auto* algorithm : {"none", "HS512", "RS256", "RS512", "ES256", "ES512", "PS256", "x"})
    EXPECT_EQ(refusal(signed_by(key(), {.header = header(algorithm), .payload = body})), unsigned_)
        << algorithm;
}

TEST_F(ForgedTokens, WithAnyByteChangedAreRefused) {
  const auto jwt = good();
  for (std::size_t i = 0; i < jwt.size(); ++i) {
    auto changed = jwt;
    const auto at = alphabet.find(jwt[i]);
    // The neighbour differs in the last bit alone, which a lenient decoder would leave out.
    changed[i] = at == std::string::npos ? 'A' : alphabet[at ^ 1];
    EXPECT_NE(refusal(changed), "accepted") << "byte " << i;
  }
}

TEST_F(ForgedTokens, WithSomebodyElseInThePayloadAreRefused) {
  const auto parts = split(good(), '.');
  auto other = claims();
  other.user.text = "ben@example.org";
  const auto of_other = split(authority_.sign(other), '.');
  EXPECT_EQ(refusal(parts[0] + "." + of_other[1] + "." + parts[2]), unsigned_);
  EXPECT_EQ(refusal(parts[0] + "." + parts[1] + "." + of_other[2]), unsigned_);
}

TEST_F(ForgedTokens, CutAnywhereOrLengthenedAreRefused) {
  const auto jwt = good();
  for (std::size_t length = 0; length < jwt.size(); ++length)
    EXPECT_NE(refusal(jwt.substr(0, length)), "accepted") << length;
  for (const auto* tail : {"A", "=", "==", ".", ".A", " ", "\n", "\r\n", "%", "+", "/"})
    EXPECT_NE(refusal(jwt + tail), "accepted") << tail;
  EXPECT_EQ(refusal(jwt + std::string(1, '\0')), malformed_);
  EXPECT_EQ(refusal(jwt + std::string(1, '\0') + "x"), malformed_);
  EXPECT_EQ(refusal(" " + jwt), malformed_);
  EXPECT_EQ(refusal("Bearer " + jwt), malformed_);
}

TEST_F(ForgedTokens, ThatAreNoTokensAreMalformed) {
  for (const std::string& text :
       {std::string(),
        std::string("."),
        std::string(".."),
        std::string("..."),
        std::string("a"),
        std::string("a.b"),
        std::string("a..c"),
        std::string(".b.c"),
        std::string("a.b."),
        std::string("a.b.c.d"),
        std::string("ä.b.c"),
        std::string(1'000'000, 'a'),
        std::string(1'000'000, '.'),
        std::string(500'000, 'a') + "." + std::string(500'000, 'b') + ".c"}) {
    EXPECT_EQ(refusal(text), malformed_) << text.substr(0, 50);
  }
  EXPECT_EQ(refusal("a.b.c"), unsigned_);
}

TEST_F(ForgedTokens, OfAMegabyteAreRefusedEvenWhenSigned) {
  auto text = payload();
  text.insert(1, R"("x":")" + std::string(1'000'000, 'x') + R"(",)");
  EXPECT_EQ(refusal(signed_by(key(), {.header = header(), .payload = text})), malformed_);
}

TEST_F(ForgedTokens, DeeplyNestedAreRefused) {
  EXPECT_EQ(refusal(encode(header()) + "." + encode(std::string(2500, '[')) + ".AAAA"), unsigned_);
}

TEST_F(ForgedTokens, OfAnotherServersKeyAreRefused) {
  const auto other_keys = SigningKeys::in_memory(random_);
  EXPECT_EQ(refusal(TokenAuthority(*other_keys).sign(claims())), unsigned_);
  // The name of our key does not help.
  EXPECT_EQ(
      refusal(signed_by(other_keys->keys()->current, {.header = header(), .payload = payload()})),
      unsigned_
  );
  EXPECT_EQ(
      refusal(signed_by(SigningKey{}, {.header = header(), .payload = payload()})), unsigned_
  );
}

TEST_F(ForgedTokens, ThatNameAnotherKeyOrNoneAreRefused) {
  for (const auto* head :
       {R"({"alg":"HS256","typ":"JWT"})",
        R"({"alg":"HS256","kid":"","typ":"JWT"})",
        R"({"alg":"HS256","kid":"0000000000000000","typ":"JWT"})",
        R"({"alg":"HS256","kid":null,"typ":"JWT"})",
        R"({"alg":"HS256","kid":1,"typ":"JWT"})",
        R"({"alg":"HS256","kid":"../../dev/null","typ":"JWT"})",
        R"({"alg":"HS256","kid":"' OR '1'='1","typ":"JWT"})",
        R"({"alg":"HS256","kid":"x' UNION SELECT 'secret","typ":"JWT"})",
        R"({"alg":"HS256","kid":["0000000000000000"],"typ":"JWT"})",
        R"({"alg":"HS256","kid":{},"typ":"JWT"})",
        R"({"alg":"HS256","kid":"|/bin/true","typ":"JWT"})",
        R"({"alg":"HS256","kid":"http://127.0.0.1/key","typ":"JWT"})"}) {
    EXPECT_EQ(refusal(signed_by(key(), {.header = head, .payload = payload()})), unsigned_) << head;
  }
}

TEST_F(ForgedTokens, WithALongKeyNameAreRefused) {
  const auto head = R"({"alg":"HS256","kid":")" + std::string(2000, '0') + R"("})";
  EXPECT_EQ(refusal(signed_by(key(), {.header = head, .payload = payload()})), unsigned_);
}

TEST_F(ForgedTokens, ThatBringTheirOwnKeyAreRefused) {
  const SigningKey own{.id = key().id, .secret = {}};
  for (const auto* more :
       {R"("jwk":{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})",
        R"("jku":"http://127.0.0.1/keys")",
        R"("x5u":"http://127.0.0.1/keys")",
        R"("crit":["exp"])"}) {
    const auto head =
        R"({"alg":"HS256","typ":"JWT",)" + std::string(more) + R"(,"kid":")" + key().id + R"("})";
    EXPECT_EQ(refusal(signed_by(own, {.header = head, .payload = payload()})), unsigned_) << more;
  }
}

TEST_F(ForgedTokens, ThatSayTwoThingsAreRefusedUnlessWeSignedThem) {
  const auto body = encode(payload());
  const auto signature = split(good(), '.')[2];
  const auto kid = R"("kid":")" + key().id + R"("})";
  for (const auto* algorithms :
       {R"({"alg":"none","alg":"HS256",)", R"({"alg":"HS256","alg":"none",)"}) {
    const auto head = encode(algorithms + kid);
    EXPECT_EQ(refusal(head + "." + body + "." + signature), unsigned_);
    EXPECT_EQ(refusal(head + "." + body + ".AA"), unsigned_);
  }
  // The last of two is the one that holds, for every reader of the same token.
  const auto two = payload_with(R"("sub":)", R"("sub":"mia@example.org","sub":)");
  const auto verified =
      authority_.verify(signed_by(key(), {.header = header(), .payload = two}), start);
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->user.text, "ada@example.org");
  const auto other = payload_with(
      R"("sub":"ada@example.org")", R"("sub":"ada@example.org","sub":"mia@example.org")"
  );
  EXPECT_NE(refusal(signed_by(key(), {.header = header(), .payload = other})), "accepted");
}

TEST_F(ForgedTokens, OfTheCurrentKeyUnderThePreviousOnesNameAreRefused) {
  const auto old_header = header();
  keys_->rotate(random_);
  EXPECT_EQ(refusal(signed_by(key(), {.header = old_header, .payload = payload()})), unsigned_);
}

TEST_F(ForgedTokens, SignedButWithoutAUsableClaimAreRefused) {
  struct Case {
    std::string piece;
    std::string other;
    std::string claim;
  };

  const std::string address = R"("ada@example.org")";
  const std::vector<Case> cases = {
      {R"("iss":"allot")", R"("x":"allot")", "iss"},
      {R"("iss":"allot")", R"("iss":"other")", "iss"},
      {R"("iss":"allot")", R"("iss":["allot"])", "iss"},
      {R"("sub":)" + address, R"("x":1)", "sub"},
      {R"("sub":)" + address, R"("sub":"")", "sub"},
      {R"("sub":)" + address, R"("sub":7)", "sub"},
      {R"("email":)" + address, R"("x":1)", "email"},
      {R"("email":)" + address, R"("email":"ben@example.org")", "email"},
      {R"("sid":)", R"("x":)", "sid"},
      {R"("jti":)", R"("x":)", "jti"},
      {R"("kind":)", R"("x":)", "kind"},
      {R"("kind":"session")", R"("kind":"root")", "kind"},
      {R"("epoch":3)", R"("x":3)", "epoch"},
      {R"("epoch":3)", R"("epoch":"3")", "epoch"},
      {R"("epoch":3)", R"("epoch":3.5)", "epoch"},
      {R"("iat":)", R"("x":)", "iat"},
      {R"("exp":)", R"("x":)", "exp"},
      {R"("exp":1800086400)", R"("exp":"1800086400")", "exp"},
      {R"("exp":1800086400)", R"("exp":null)", "exp"},
      {R"("exp":1800086400)", R"("exp":-1)", "exp"},
      {R"("exp":1800086400)", R"("exp":1800086400.5)", "exp"},
      {R"("exp":1800086400)", R"("exp":1e300)", "exp"},
      {R"("exp":1800086400)", R"("exp":true)", "exp"},
      {R"("exp":1800086400)", R"("exp":[1800086400])", "exp"},
      {R"("exp":1800086400)", R"("exp":253402300800)", "exp"},
      {R"("exp":1800086400)", R"("exp":1800086400,"exp":"never")", "exp"},
      {R"("kind":"session")", R"("kind":"refresh")", "kind"},
      {R"("kind":"session")", R"("kind":"Session")", "kind"},
      {"{", R"({"nbf":1e300,)", "nbf"},
      {R"("exp":1800086400)", R"("exp":9223372036854775807)", "exp"},
      {"{", R"({"nbf":"never",)", "nbf"},
  };
  for (const auto& [piece, other, claim] : cases) {
    const auto jwt = signed_by(key(), {.header = header(), .payload = payload_with(piece, other)});
    EXPECT_EQ(refusal(jwt), "The token has no usable `" + claim + "`; sign in again.") << other;
  }
}

}  // namespace
}  // namespace allot
