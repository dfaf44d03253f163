#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "domain/entities.h"
#include "store/files.h"
#include "store/store.h"
#include "usecases/in_use.h"
#include "usecases/meters.h"
#include "usecases/open_streams.h"

namespace allot {

class TokenAuthority;  // auth/tokens.h
class Throttle;        // auth/throttle.h
struct PasswordCost;   // auth/passwords.h

/// What the installation was told at start. Immutable while it runs.
struct Settings {
  std::string public_url;  // scheme://host[:port], no final '/'; made into every absolute URL
  std::vector<std::string> callback_origins;  // beside loopback ones, where sign-in may send tokens
  std::uint64_t body_bytes_max = 10u << 20;   // JSON bodies (413 above)
  std::size_t ledger_bytes_max = std::size_t{512} << 20;  // of ledgers in memory, about
  /// So long may reading for one request take (B-319); nullopt: without end.
  std::optional<std::chrono::milliseconds> query_time_max = {};
  std::string metrics_token;  // lets read /metrics (ADR 0017); "": no such token
};

/// What every use case works with; built once in `main` (or a test) and passed down. All members
/// are thread-safe.
struct Env {
  Store& store;
  FileStore& files;
  const Clock& clock;
  Random& random;
  IdSource& ids;
  const Settings& settings;
  TokenAuthority& tokens;
  Throttle& throttle;
  const PasswordCost& password_cost;
  Meters& meters;
  InUse& in_use;
  OpenStreams& streams;
};

/// The base of every absolute URL of the API: `https://label.example.org/api/v1`.
[[nodiscard]] inline std::string api_url(const Env& env) {
  return env.settings.public_url + "/api/v1";
}

/// What another `Env` has instead; what is null stays.
struct Instead {
  Store* store = nullptr;
  const Clock* clock = nullptr;
  const Settings* settings = nullptr;
  const PasswordCost* password_cost = nullptr;
};

/// The same with other members, which must live as long.
[[nodiscard]] inline Env with(const Env& env, const Instead& other) {
  const auto either = [](auto* instead, auto& present) -> auto& {
    return instead != nullptr ? *instead : present;
  };
  return {
      .store = either(other.store, env.store),
      .files = env.files,
      .clock = either(other.clock, env.clock),
      .random = env.random,
      .ids = env.ids,
      .settings = either(other.settings, env.settings),
      .tokens = env.tokens,
      .throttle = env.throttle,
      .password_cost = either(other.password_cost, env.password_cost),
      .meters = env.meters,
      .in_use = env.in_use,
      .streams = env.streams
  };
}

/// The same on another store, which must live as long.
[[nodiscard]] inline Env with_store(const Env& env, Store& store) {
  return with(env, {.store = &store});
}

/// Who asks. An empty `user` is nobody: only public verbs.
struct Caller {
  UserId user;
  OrgRole org_role = OrgRole::worker;
  bool is_bot = false;
  std::string session;  // session or API key id of the token

  // Nothing else came from this caller since an equal request, as far as this process knows
  // (B-160).
  bool may_be_repeat = false;

  [[nodiscard]] bool is_anonymous() const { return user.empty(); }
};

}  // namespace allot
