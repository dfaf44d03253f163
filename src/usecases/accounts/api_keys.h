#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

constexpr std::chrono::hours api_key_lifetime{365 * 24};

struct CreatedApiKey {
  ApiKey key;
  std::string token;  // a JWT, shown this once
};

/// A key that acts as the caller, or as a bot of a project whose bots the caller may manage.
/// Atomic. Errors: invalid (address), forbidden (another person's key).
[[nodiscard]] Result<CreatedApiKey> create_api_key(
    Env& env, const Caller& caller, const UserId& user, const std::string& description
);

/// The caller's own keys and those that the caller made for bots.
[[nodiscard]] std::vector<ApiKey> list_api_keys(Env& env, const Caller& caller);

/// Errors: not_found.
[[nodiscard]] Result<ApiKey> get_api_key(Env& env, const Caller& caller, const ApiKeyId& id);

/// The key is refused from the next request on. Repeatable. Errors: not_found.
[[nodiscard]] Result<Done> revoke_api_key(Env& env, const Caller& caller, const ApiKeyId& id);

}  // namespace allot
