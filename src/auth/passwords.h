#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace allot {

/// How much work one password hash is. The default is what a server uses (60 to 90 ms and 64 MiB);
/// tests take a cheap one.
struct PasswordCost {
  std::uint64_t memory_bytes = std::uint64_t{64} << 20;  // at least 8 KiB
  std::uint64_t passes = 2;                              // at least 1
};

/// The cheapest that the algorithm allows: for tests alone.
inline constexpr PasswordCost cheapest_password_cost{.memory_bytes = 8192, .passes = 1};

/// May people choose it: 8 to 1024 bytes? Errors: invalid (shorter or longer).
[[nodiscard]] Result<Done> check_password_strength(std::string_view password);

/// argon2id with a random salt, as printable text that names its own cost (`$argon2id$v=19$…`).
/// Slow by design, so for the slow lane alone. Thread-safe, and one hash at a time in the whole
/// process: further callers wait. Throws std::bad_alloc when the memory is not there.
[[nodiscard]] std::string hash_password(std::string_view password, const PasswordCost& cost = {});

struct PasswordCheck {
  std::string_view password;  // what was typed
  std::string_view hash;      // what `hash_password` gave; "" for who cannot sign in by password
};

/// Does the password belong to the hash? As slow as `hash_password`, whatever the answer: `cost` is
/// the work done where there is no usable hash, so that the time tells nothing. Thread-safe, waits
/// and throws as above.
[[nodiscard]] bool verify_password(const PasswordCheck& check, const PasswordCost& cost = {});

/// The work of `verify_password` for an address without an account, so that answering takes as long
/// as for one that has.
void verify_against_nobody(std::string_view password, const PasswordCost& cost = {});

/// How many hashes this process has made, whatever for. Thread-safe.
[[nodiscard]] std::uint64_t password_hashes_made();

}  // namespace allot
