#include "auth/tokens.h"

#include <fmt/format.h>
#include <jwt.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

namespace allot {

namespace {

constexpr const char* issuer = "allot";
// Ours are under 1.5 KB, with the longest address. More is never parsed.
constexpr std::size_t token_bytes_max = 4096;
constexpr long latest_second = 253'402'300'799;  // the end of the year 9999

struct FreeToken {
  void operator()(jwt_t* token) const { jwt_free(token); }
};

using Token = std::unique_ptr<jwt_t, FreeToken>;

const char* word_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::session: return "session";
    case TokenKind::api_key: return "api_key";
  }
  return "";
}

std::optional<TokenKind> kind_of(std::string_view word) {
  for (const auto kind : {TokenKind::session, TokenKind::api_key}) {
    if (word == word_of(kind)) return kind;
  }
  return std::nullopt;
}

Time from_seconds(long seconds) {
  return Time{std::chrono::seconds{seconds}};
}

long to_seconds(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

/// Three non-empty parts of URL-safe base64, not too long. What passes has no zero byte, which
/// would end the token early for a library that takes C strings.
bool is_token_text(std::string_view text) {
  const auto is_allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return text.size() <= token_bytes_max && std::ranges::all_of(text, is_allowed) &&
         std::ranges::count(text, '.') == 2 && !text.starts_with('.') && !text.ends_with('.') &&
         text.find("..") == std::string_view::npos;
}

Unexpected lacks(const char* claim) {
  return fail(
      ErrorCode::unauthorized, fmt::format("The token has no usable `{}`; sign in again.", claim)
  );
}

Result<std::string> text_claim(jwt_t* token, const char* name) {
  const char* const text = jwt_get_grant(token, name);
  if (text == nullptr || *text == '\0') return lacks(name);
  return std::string(text);
}

/// The value as JSON text, or nullopt where there is none.
std::optional<std::string> json_claim(jwt_t* token, const char* name) {
  const std::unique_ptr<char, decltype(&std::free)> text(
      jwt_get_grants_json(token, name), &std::free
  );
  return text ? std::optional<std::string>(text.get()) : std::nullopt;
}

Result<long> integer_claim(jwt_t* token, const char* name) {
  // From the text: the library's own reading takes everything that is no integer for 0.
  const auto text = json_claim(token, name).value_or("");
  long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return lacks(name);
  return number;
}

Result<Time> time_claim(jwt_t* token, const char* name) {
  const auto seconds = TRY(integer_claim(token, name));
  if (seconds < 0 || seconds > latest_second) return lacks(name);
  return from_seconds(seconds);
}

Result<Claims> read_claims(jwt_t* token) {
  if (TRY(text_claim(token, "iss")) != issuer) return lacks("iss");
  Claims claims;
  claims.user.text = TRY(text_claim(token, "sub"));
  if (TRY(text_claim(token, "email")) != claims.user.text) return lacks("email");
  claims.session.text = TRY(text_claim(token, "sid"));
  const auto kind = kind_of(TRY(text_claim(token, "kind")));
  if (!kind) return lacks("kind");
  claims.kind = *kind;
  claims.epoch = TRY(integer_claim(token, "epoch"));
  claims.issued = TRY(time_claim(token, "iat"));
  claims.expires = TRY(time_claim(token, "exp"));
  claims.id = TRY(text_claim(token, "jti"));
  return claims;
}

/// The token as the library reads it with this key: null unless the signature is right, the
/// algorithm ours and the key the one that the token names.
Token open_with(const SigningKey& key, const std::string& jwt) {
  jwt_t* opened = nullptr;
  // Never without a key: the library would then take any token, signed or not.
  const auto failed =
      jwt_decode(&opened, jwt.c_str(), key.secret.data(), static_cast<int>(key.secret.size()));
  Token token(opened);
  if (failed == ENOMEM) throw std::bad_alloc();
  if (failed != 0 || !token) return nullptr;
  // The library believes the token about its algorithm.
  if (jwt_get_alg(token.get()) != JWT_ALG_HS256) return nullptr;
  const char* const id = jwt_get_header(token.get(), "kid");
  if (id == nullptr || key.id != id) return nullptr;
  return token;
}

}  // namespace

struct TokenAuthority::Reader {
  static Result<Verified> read(std::string_view jwt, const SigningKeySet& keys) {
    const std::string text(jwt);
    const auto* key = &keys.current;
    auto token = open_with(*key, text);
    if (!token && keys.previous) {
      key = &*keys.previous;
      token = open_with(*key, text);
    }
    if (!token) {
      return fail(
          ErrorCode::unauthorized, "The token was not signed by this server; sign in again."
      );
    }
    Verified verified;
    verified.claims = TRY(read_claims(token.get()));
    verified.key_id = key->id;
    verified.not_before = verified.claims.issued;
    // We write no `nbf`, but one that stands there is meant.
    if (json_claim(token.get(), "nbf"))
      verified.not_before = std::max(verified.not_before, TRY(time_claim(token.get(), "nbf")));
    return verified;
  }
};

std::string TokenAuthority::sign(const Claims& claims) const {
  CHECK(!claims.user.empty() && !claims.session.empty() && !claims.id.empty());
  const auto keys = keys_.keys();
  jwt_t* made = nullptr;
  if (jwt_new(&made) != 0) throw std::bad_alloc();
  const Token token(made);
  const auto add = [&](const char* name, const std::string& text) {
    CHECK(jwt_add_grant(token.get(), name, text.c_str()) == 0);
  };
  const auto add_number = [&](const char* name, long number) {
    CHECK(jwt_add_grant_int(token.get(), name, number) == 0);
  };
  add("iss", issuer);
  add("sub", claims.user.text);
  add("email", claims.user.text);
  add("sid", claims.session.text);
  add("kind", word_of(claims.kind));
  add("jti", claims.id);
  add_number("epoch", claims.epoch);
  add_number("iat", to_seconds(claims.issued));
  add_number("exp", to_seconds(claims.expires));
  const auto& key = keys->current;
  CHECK(jwt_add_header(token.get(), "kid", key.id.c_str()) == 0);
  const auto length = static_cast<int>(key.secret.size());
  CHECK(jwt_set_alg(token.get(), JWT_ALG_HS256, key.secret.data(), length) == 0);
  const std::unique_ptr<char, decltype(&std::free)> text(jwt_encode_str(token.get()), &std::free);
  CHECK(text != nullptr);
  std::string jwt(text.get());
  CHECK(is_token_text(jwt));
  return jwt;
}

Result<Claims> TokenAuthority::verify(std::string_view jwt, Time now) const {
  if (!is_token_text(jwt))
    return fail(ErrorCode::unauthorized, "The token is malformed; sign in again.");
  const auto keys = keys_.keys();
  const auto name = sha256(jwt);
  auto verified = recall(name);
  // A key may have been retired since.
  if (!verified || keys->find(verified->key_id) == nullptr) {
    verified = TRY(Reader::read(jwt, *keys));
    remember(name, *verified);
  }
  if (now >= verified->claims.expires)
    return fail(ErrorCode::unauthorized, "The token has expired; sign in again.");
  if (verified->not_before > now + clock_difference_max) {
    return fail(
        ErrorCode::unauthorized, "The token is from the future: check the clock of the server."
    );
  }
  return std::move(verified->claims);
}

std::optional<TokenAuthority::Verified> TokenAuthority::recall(const Sha256& name) const {
  std::optional<Verified> aged;
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = young_.find(name); found != young_.end()) return found->second;
    if (auto found = old_.extract(name)) aged = std::move(found.mapped());
  }
  if (aged) remember(name, *aged);
  return aged;
}

void TokenAuthority::remember(const Sha256& name, const Verified& verified) const {
  if (remembered_max_ == 0) return;
  const std::scoped_lock lock(mutex_);
  if (young_.size() >= remembered_max_) old_ = std::exchange(young_, {});
  young_.insert_or_assign(name, verified);
}

std::size_t TokenAuthority::remembered() const {
  const std::scoped_lock lock(mutex_);
  return young_.size() + old_.size();
}

}  // namespace allot
