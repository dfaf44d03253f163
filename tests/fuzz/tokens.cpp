#include "auth/tokens.h"

#include <algorithm>

#include "auth/signing_keys.h"
#include "fuzz/targets.h"

namespace allot::fuzz {

namespace {

/// Keys of a fixed seed, and three tokens that they signed: of a session, of an API key, and one
/// that is over.
class House {
 public:
  House() {
    for (const auto kind : {TokenKind::session, TokenKind::api_key}) sign(kind, now_ + day_);
    sign(TokenKind::session, now_ - day_);
  }

  [[nodiscard]] const std::vector<std::string>& tokens() const { return tokens_; }

  void verify(std::string_view jwt) const {
    const auto claims = authority_.verify(jwt, now_);
    if (!claims) return;
    require(claims->expires > now_, "a token that is over is good");
    require(std::ranges::find(claims_, *claims) != claims_.end(), "claims that nobody signed");
  }

 private:
  void sign(TokenKind kind, Time expires) {
    claims_.push_back({
        .user = {"ada@example.org"},
        .session = {"6500000000000000000000a1"},
        .kind = kind,
        .epoch = 3,
        .issued = now_ - 2 * day_,
        .expires = expires,
        .id = "b1",
    });
    tokens_.push_back(authority_.sign(claims_.back()));
  }

  static constexpr std::chrono::hours day_{24};
  const Time now_ = from_epoch_ms(1'798'800'000'000);
  SeededRandom random_{7};
  std::unique_ptr<SigningKeys> keys_ = SigningKeys::in_memory(random_);
  // Nothing is remembered: each input is read anew.
  TokenAuthority authority_{*keys_, 0};
  std::vector<Claims> claims_;
  std::vector<std::string> tokens_;
};

const House& house() {
  static const House instance;
  return instance;
}

}  // namespace

void tokens(std::string_view bytes) {
  house().verify(bytes);
}

std::vector<std::string> seeds_of_tokens() {
  return house().tokens();
}

}  // namespace allot::fuzz
