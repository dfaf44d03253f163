#include "usecases/accounts/sign_in.h"

#include "auth/passwords.h"
#include "auth/secrets.h"
#include "auth/throttle.h"
#include "auth/tokens.h"
#include "base/log.h"
#include "base/text.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// The address is logged where it is somebody's: people type passwords into the wrong field.
Unexpected refused(Env& env, const SignIn& input, std::string_view known_address) {
  env.meters.sign_ins_failed.add();
  log(LogLevel::warning, "sign_in_failed", {{"user", known_address}, {"peer", input.peer}});
  return fail(ErrorCode::unauthorized, "The e-mail address or the password is wrong.");
}

std::string sign_token(Env& env, const User& user, const SessionId& session, Time now) {
  return env.tokens.sign(
      {.user = user.id,
       .session = session,
       .kind = TokenKind::session,
       .epoch = user.token_epoch,
       .issued = now,
       .expires = now + token_lifetime,
       .id = random_uuid(env.random)}
  );
}

std::optional<User> find_user(Env& env, const UserId& id) {
  return read(env.store, [&](const Transaction& tx) { return tx.users().find(id); });
}

bool is_right_password(Env& env, const std::optional<User>& user, const std::string& password) {
  if (!user || user->state != UserState::active || user->password_hash.empty()) {
    verify_against_nobody(password, env.password_cost);
    return false;
  }
  return verify_password({.password = password, .hash = user->password_hash}, env.password_cost);
}

/// Asks in the transaction whether this person may still come in. Errors: unauthorized.
Result<SignedIn> open_session_if(
    Env& env, const UserId& id, FunctionRef<bool(const User&)> may_come_in
) {
  const auto now = env.clock.now();
  SignedIn signed_in{.user = id, .id_token = {}, .refresh_token = random_secret(env.random)};
  TRY(write(env.store, Scope::account(id), [&](Transaction& tx) -> Result<Done> {
    const auto user = tx.users().find(id);
    CHECK(user.has_value());
    if (!may_come_in(*user)) return fail(ErrorCode::unauthorized, "The account has changed.");
    const Session session{
        .id = env.ids.next<SessionId>(),
        .user = id,
        .refresh_hash = hash_secret(signed_in.refresh_token),
        .created_at = now,
        .expires_at = now + refresh_lifetime
    };
    tx.sessions().put(session);
    tx.users().note_login(id, now);
    signed_in.id_token = sign_token(env, *user, session.id, now);
    return Done{};
  }));
  env.meters.sign_ins.add();
  return signed_in;
}

}  // namespace

Result<SignedIn> sign_in(Env& env, const SignIn& input) {
  const auto address = parse_email(input.address);
  if (!address) return refused(env, input, "-");
  const auto user = find_user(env, *address);
  if (!is_right_password(env, user, input.password)) {
    env.throttle.failed(*address, input.peer, env.clock.now());
    return refused(env, input, user ? user->id.text : "-");
  }
  env.throttle.succeeded(*address, input.peer);
  // While the hash was made, the password may have been changed, or the account disabled.
  auto signed_in = open_session_if(env, *address, [&](const User& now) {
    return now.state == UserState::active && now.password_hash == user->password_hash;
  });
  return signed_in ? std::move(signed_in) : refused(env, input, address->text);
}

std::chrono::milliseconds sign_in_delay(Env& env, std::string_view address, std::string_view peer) {
  const auto id = parse_email(address);
  if (!id) return std::chrono::milliseconds{0};
  return env.throttle.delay(*id, peer, env.clock.now());
}

SignedIn open_session(Env& env, const UserId& user) {
  auto signed_in = open_session_if(env, user, [](const User&) { return true; });
  CHECK(signed_in.has_value());
  return *std::move(signed_in);
}

Result<SignedIn> renew(Env& env, const std::string& refresh_token) {
  const auto now = env.clock.now();
  return read(env.store, [&](const Transaction& tx) -> Result<SignedIn> {
    const auto session = tx.sessions().with_refresh_hash(hash_secret(refresh_token));
    const auto user = session ? tx.users().find(session->user) : std::nullopt;
    if (!session || session->revoked || session->expires_at <= now || !user ||
        user->state == UserState::disabled) {
      return fail(ErrorCode::unauthorized, "The refresh token is not valid; sign in again.");
    }
    return SignedIn{
        .user = user->id,
        .id_token = sign_token(env, *user, session->id, now),
        .refresh_token = refresh_token
    };
  });
}

void sign_out(Env& env, const Caller& caller) {
  const auto written = write(env.store, Scope{}, [&](Transaction& tx) -> Result<Done> {
    tx.sessions().revoke({caller.session});
    tell(env, tx, caller.user, SignInsEnded{.user = caller.user});
    return Done{};
  });
  CHECK(written.has_value());
}

}  // namespace allot
