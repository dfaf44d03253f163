#pragma once

#include <array>
#include <string>
#include <string_view>

namespace allot {

using Sha256 = std::array<unsigned char, 32>;

/// The SHA-256 of `bytes`. Thread-safe.
[[nodiscard]] Sha256 sha256(std::string_view bytes);

/// The SHA-256 of `secret` in 64 lower-case hex digits: how refresh tokens and one-time links are
/// stored. Only for secrets made by `random_secret`: passwords need `hash_password`. Thread-safe.
[[nodiscard]] std::string hash_secret(std::string_view secret);

struct SecretPair {
  std::string_view given;
  std::string_view expected;
};

/// Are they the same bytes? The time tells only whether the lengths differ, never where the bytes
/// do.
[[nodiscard]] bool same_secret(const SecretPair& pair);

}  // namespace allot
