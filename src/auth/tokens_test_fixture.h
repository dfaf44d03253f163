#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "auth/tokens.h"
#include "base/check.h"
#include "base/text.h"

namespace allot::tokens_testing {

using namespace std::chrono_literals;

inline constexpr Time start = Time{std::chrono::hours{500'000}} + 123ms;
inline constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// A second, plain implementation of JWT, by which tokens are forged.

/// URL-safe base64 without padding.
std::string encode(std::string_view bytes);
std::string decode(std::string text);

struct Forgery {
  std::string header;
  std::string payload;
  const char* digest = "SHA256";  // of the HMAC
};

std::string signed_by(const SigningKey& key, const Forgery& forgery);

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

}  // namespace allot::tokens_testing
