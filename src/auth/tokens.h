#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "auth/secrets.h"
#include "auth/signing_keys.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace allot {

enum class TokenKind { session, api_key };

/// What a token says. It says so truly, but not that it still holds: the use case looks at the
/// user's state and epoch, and at the session or key, at every request.
struct Claims {
  UserId user;
  SessionId session;  // of an API key's token: the key's id, see `api_key`
  TokenKind kind = TokenKind::session;
  std::int64_t epoch = 0;  // the user's `token_epoch` when it was made
  Time issued;             // on the wire times are whole seconds, the rest is cut
  Time expires;
  std::string id;  // unique, e.g. a random UUID
  bool operator==(const Claims&) const = default;

  /// Of TokenKind::api_key alone.
  [[nodiscard]] ApiKeyId api_key() const { return {session.text}; }
};

/// Signs and verifies JWTs: HS256 alone, with the keys of `keys`. Thread-safe.
class TokenAuthority {
 public:
  /// How far clocks may differ before a token counts as one from the future.
  static constexpr std::chrono::seconds clock_difference_max{60};

  /// `keys` must outlive this. At most 2 × `remembered_max` signatures are remembered.
  explicit TokenAuthority(const SigningKeys& keys, std::size_t remembered_max = 4096)
      : keys_(keys), remembered_max_(remembered_max) {}

  /// A JWT by the current key. User, session and id must not be empty (BrokenInvariant).
  /// Payload: iss "allot", sub and email (the address), sid, kind, epoch, iat, exp, jti.
  [[nodiscard]] std::string sign(const Claims& claims) const;

  /// The claims of a token that one of the keys signed and that is valid at `now`. A signature that
  /// was found good is remembered by the token's hash; times, and whether its key is still one of
  /// ours, are looked at in every call.
  /// Errors: unauthorized (malformed, not signed by us, another algorithm, expired, from the
  /// future, claims missing).
  [[nodiscard]] Result<Claims> verify(std::string_view jwt, Time now) const;

  /// How many signatures are remembered now.
  [[nodiscard]] std::size_t remembered() const;

 private:
  /// A token whose signature was found good.
  struct Verified {
    Claims claims;
    Time not_before;
    std::string key_id;
  };

  /// The memory and the rules of JWT, apart from the times.
  struct Reader;

  [[nodiscard]] std::optional<Verified> recall(const Sha256& name) const;
  void remember(const Sha256& name, const Verified& verified) const;

  const SigningKeys& keys_;
  const std::size_t remembered_max_;
  // Two generations: when the young one is full it becomes the old one, which is forgotten. So what
  // is in use stays, without a list of uses.
  mutable std::mutex mutex_;
  mutable std::map<Sha256, Verified> young_;
  mutable std::map<Sha256, Verified> old_;
};

}  // namespace allot
