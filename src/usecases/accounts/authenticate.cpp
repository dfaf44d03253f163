#include "usecases/accounts/authenticate.h"

#include "auth/tokens.h"
#include "base/text.h"
#include "base/unicode.h"

namespace allot {

namespace {

Unexpected refused(std::string message) {
  return fail(ErrorCode::unauthorized, std::move(message));
}

Result<Done> check_session(const Transaction& tx, const Claims& claims, Time now) {
  const auto session = tx.sessions().find(claims.session);
  if (!session || session->user != claims.user || session->revoked || session->expires_at <= now) {
    return refused("The session has ended; sign in again.");
  }
  return Done{};
}

Result<Done> check_api_key(const Transaction& tx, const Claims& claims, Time now) {
  const auto key = tx.api_keys().find(claims.api_key());
  if (!key || key->user != claims.user || key->revoked_at || key->expires_at <= now) {
    return refused("The API key is revoked or has expired.");
  }
  return Done{};
}

/// Whom a token means: those of an earlier version spell some people as they were stored then.
std::optional<User> bearer_of(const Transaction& tx, const UserId& named) {
  auto user = tx.users().find(named);
  return user ? user : tx.users().find(UserId{folded(named.text)});
}

Result<Caller> caller_of(const Transaction& tx, Claims claims, Time now) {
  const auto user = bearer_of(tx, claims.user);
  // Who was invited has a session only where the folder's owner let them in (let_in.h).
  if (!user || user->state == UserState::disabled) return refused("The account is not active.");
  claims.user = user->id;
  // An API key outlives a change of password; sessions end with it.
  if (claims.kind == TokenKind::session && user->token_epoch != claims.epoch) {
    return refused("The token was revoked; sign in again.");
  }
  if (claims.kind == TokenKind::session) {
    TRY(check_session(tx, claims, now));
  } else {
    TRY(check_api_key(tx, claims, now));
  }
  return Caller{
      .user = user->id,
      .org_role = user->org_role,
      .is_bot = user->is_bot,
      .session = claims.session.text
  };
}

}  // namespace

Result<Caller> authenticate_token(Env& env, std::string_view token) {
  const auto now = env.clock.now();
  const auto claims = TRY(env.tokens.verify(token, now));
  return read(env.store, [&](const Transaction& tx) { return caller_of(tx, claims, now); });
}

Result<Claims> claims_of(Env& env, std::string_view authorization_header) {
  constexpr std::string_view scheme = "bearer ";
  if (authorization_header.empty()) return refused("Sign in first: the request carries no token.");
  if (to_lower(authorization_header.substr(0, scheme.size())) != scheme) {
    return refused("The Authorization header must be `Bearer` and a token.");
  }
  const auto token = trimmed(authorization_header.substr(scheme.size()));
  return env.tokens.verify(token, env.clock.now());
}

Result<Caller> authenticate(Env& env, std::string_view authorization_header) {
  const auto claims = TRY(claims_of(env, authorization_header));
  const auto now = env.clock.now();
  return read(env.store, [&](const Transaction& tx) { return caller_of(tx, claims, now); });
}

Result<Caller> caller_now(const Transaction& tx, const Claims& claims, Time now) {
  if (claims.expires <= now) return refused("The token has expired; sign in again.");
  return caller_of(tx, claims, now);
}

}  // namespace allot
