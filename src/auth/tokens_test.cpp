#include "auth/tokens.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

#include "base/check.h"
#include "base/text.h"

namespace allot {
namespace {

using namespace std::chrono_literals;

constexpr Time start = Time{std::chrono::hours{500'000}} + 123ms;
const auto alphabet =
    std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

// A second, plain implementation of JWT, by which tokens are forged.
std::string encode(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const auto length = EVP_EncodeBlock(
      reinterpret_cast<unsigned char*>(text.data()),
      reinterpret_cast<const unsigned char*>(bytes.data()),
      static_cast<int>(bytes.size())
  );
  text.resize(static_cast<std::size_t>(length));
  while (text.ends_with('=')) text.pop_back();
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::string decode(std::string text) {
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  const auto padding = (4 - text.size() % 4) % 4;
  text.append(padding, '=');
  std::string bytes(text.size() / 4 * 3, '\0');
  EVP_DecodeBlock(
      reinterpret_cast<unsigned char*>(bytes.data()),
      reinterpret_cast<const unsigned char*>(text.data()),
      static_cast<int>(text.size())
  );
  bytes.resize(bytes.size() - padding);
  return bytes;
}

struct Forgery {
  std::string header;
  std::string payload;
};

std::string signed_by(
    const SigningKey& key, const Forgery& parts, const EVP_MD* digest = EVP_sha256()
) {
  const auto text = encode(parts.header) + "." + encode(parts.payload);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int length = 0;
  HMAC(
      digest,
      key.secret.data(),
      static_cast<int>(key.secret.size()),
      reinterpret_cast<const unsigned char*>(text.data()),
      text.size(),
      mac.data(),
      &length
  );
  return text + "." + encode({reinterpret_cast<const char*>(mac.data()), length});
}

class Tokens : public testing::Test {
 protected:
  [[nodiscard]] Claims claims() const {
    return {
        .user = UserId{"ada@example.org"},
        .session = SessionId{"65a1b2c3d4e5f60718293a4b"},
        .kind = TokenKind::session,
        .epoch = 3,
        .issued = std::chrono::floor<std::chrono::seconds>(start),
        .expires = std::chrono::floor<std::chrono::seconds>(start) + 24h,
        .id = "6b1c2f0e-0000-4000-8000-000000000001"
    };
  }

  [[nodiscard]] std::string good() const { return authority_.sign(claims()); }

  [[nodiscard]] const SigningKey& key() const { return keys_->keys()->current; }

  [[nodiscard]] std::string header(
      const std::string& algorithm = "HS256", const std::string& type = "JWT"
  ) const {
    return R"({"alg":")" + algorithm + R"(","kid":")" + key().id + R"(","typ":")" + type + R"("})";
  }

  [[nodiscard]] std::string payload() const { return decode(split(good(), '.')[1]); }

  /// The payload of a good token with one piece of its text replaced.
  [[nodiscard]] std::string payload_with(const std::string& piece, const std::string& other) const {
    auto text = payload();
    const auto at = text.find(piece);
    CHECK(at != std::string::npos);
    return text.replace(at, piece.size(), other);
  }

  /// The message of the refusal, or "accepted".
  [[nodiscard]] std::string refusal(const std::string& jwt, Time now = start) const {
    const auto verified = authority_.verify(jwt, now);
    if (verified) return "accepted";
    EXPECT_EQ(verified.error().code, ErrorCode::unauthorized);
    return verified.error().message;
  }

  SystemRandom random_;
  std::unique_ptr<SigningKeys> keys_ = SigningKeys::in_memory(random_);
  TokenAuthority authority_{*keys_};
  const std::string malformed_ = "The token is malformed; sign in again.";
  const std::string unsigned_ = "The token was not signed by this server; sign in again.";
};

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

TEST_F(Tokens, ThatNobodySignedAreRefused) {
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

TEST_F(Tokens, OfAnotherAlgorithmAreRefusedEvenWhenSignedWithOurKey) {
  const auto body = payload();
  EXPECT_EQ(
      refusal(signed_by(key(), {.header = header("HS512"), .payload = body}, EVP_sha512())),
      unsigned_
  );
  EXPECT_EQ(
      refusal(signed_by(key(), {.header = header("HS384"), .payload = body}, EVP_sha384())),
      unsigned_
  );
  for (const auto* algorithm : {"none", "HS512", "RS256", "RS512", "ES256", "ES512", "PS256", "x"})
    EXPECT_EQ(refusal(signed_by(key(), {.header = header(algorithm), .payload = body})), unsigned_)
        << algorithm;
}

TEST_F(Tokens, WithAnyByteChangedAreRefused) {
  const auto jwt = good();
  for (std::size_t i = 0; i < jwt.size(); ++i) {
    auto changed = jwt;
    const auto at = alphabet.find(jwt[i]);
    // The neighbour differs in the last bit alone, which a lenient decoder would leave out.
    changed[i] = at == std::string::npos ? 'A' : alphabet[at ^ 1];
    EXPECT_NE(refusal(changed), "accepted") << "byte " << i;
  }
}

TEST_F(Tokens, WithSomebodyElseInThePayloadAreRefused) {
  const auto parts = split(good(), '.');
  auto other = claims();
  other.user.text = "ben@example.org";
  const auto of_other = split(authority_.sign(other), '.');
  EXPECT_EQ(refusal(parts[0] + "." + of_other[1] + "." + parts[2]), unsigned_);
  EXPECT_EQ(refusal(parts[0] + "." + parts[1] + "." + of_other[2]), unsigned_);
}

TEST_F(Tokens, CutAnywhereOrLengthenedAreRefused) {
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

TEST_F(Tokens, ThatAreNoTokensAreMalformed) {
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

TEST_F(Tokens, OfAMegabyteAreRefusedEvenWhenSigned) {
  auto text = payload();
  text.insert(1, R"("x":")" + std::string(1'000'000, 'x') + R"(",)");
  EXPECT_EQ(refusal(signed_by(key(), {.header = header(), .payload = text})), malformed_);
}

TEST_F(Tokens, DeeplyNestedAreRefused) {
  EXPECT_EQ(refusal(encode(header()) + "." + encode(std::string(2500, '[')) + ".AAAA"), unsigned_);
}

TEST_F(Tokens, OfAnotherServersKeyAreRefused) {
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

TEST_F(Tokens, ThatNameAnotherKeyOrNoneAreRefused) {
  for (const auto* head :
       {R"({"alg":"HS256","typ":"JWT"})",
        R"({"alg":"HS256","kid":"","typ":"JWT"})",
        R"({"alg":"HS256","kid":"0000000000000000","typ":"JWT"})",
        R"({"alg":"HS256","kid":null,"typ":"JWT"})",
        R"({"alg":"HS256","kid":1,"typ":"JWT"})",
        R"({"alg":"HS256","kid":"../../dev/null","typ":"JWT"})"}) {
    EXPECT_EQ(refusal(signed_by(key(), {.header = head, .payload = payload()})), unsigned_) << head;
  }
}

TEST_F(Tokens, OfThePreviousKeyHoldUntilTheNextRotation) {
  const auto old = good();
  const auto seen = authority_.sign(claims());
  EXPECT_EQ(refusal(seen), "accepted");
  keys_->rotate(random_);
  EXPECT_EQ(refusal(old), "accepted");
  EXPECT_EQ(refusal(good()), "accepted");
  EXPECT_NE(split(old, '.')[0], split(good(), '.')[0]);
  keys_->rotate(random_);
  EXPECT_EQ(refusal(old), unsigned_) << "remembered beyond the life of its key";
}

TEST_F(Tokens, OfTheCurrentKeyUnderThePreviousOnesNameAreRefused) {
  const auto old_header = header();
  keys_->rotate(random_);
  EXPECT_EQ(refusal(signed_by(key(), {.header = old_header, .payload = payload()})), unsigned_);
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

TEST_F(Tokens, SignedButWithoutAUsableClaimAreRefused) {
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
      {R"("exp":1800086400)", R"("exp":9223372036854775807)", "exp"},
      {"{", R"({"nbf":"never",)", "nbf"},
  };
  for (const auto& [piece, other, claim] : cases) {
    const auto jwt = signed_by(key(), {.header = header(), .payload = payload_with(piece, other)});
    EXPECT_EQ(refusal(jwt), "The token has no usable `" + claim + "`; sign in again.") << other;
  }
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
