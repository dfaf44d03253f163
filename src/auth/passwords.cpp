#include "auth/passwords.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <new>

namespace allot {

namespace {

constexpr std::size_t password_bytes_min = 8;
constexpr std::size_t password_bytes_max = 1024;

std::atomic<std::uint64_t> hashes_made = 0;

/// Held while a hash is computed: the memory of one hash is then all that sign-ins ever take.
[[nodiscard]] std::unique_lock<std::mutex> one_at_a_time() {
  static std::mutex mutex;
  static const bool ready = sodium_init() >= 0;
  CHECK(ready);
  ++hashes_made;
  return std::unique_lock(mutex);
}

}  // namespace

Result<Done> check_password_strength(std::string_view password) {
  if (password.size() < password_bytes_min)
    return invalid_field("password", "must have at least 8 characters");
  if (password.size() > password_bytes_max)
    return invalid_field("password", "must have at most 1024 bytes");
  return Done{};
}

std::string hash_password(std::string_view password, const PasswordCost& cost) {
  const auto turn = one_at_a_time();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const auto failed = crypto_pwhash_str_alg(
      hash.data(),
      password.data(),
      password.size(),
      cost.passes,
      cost.memory_bytes,
      crypto_pwhash_ALG_ARGON2ID13
  );
  if (failed != 0) throw std::bad_alloc();
  return hash.data();
}

bool verify_password(const PasswordCheck& check, const PasswordCost& cost) {
  // Longer ones cannot have been chosen, and an oversized body should not be hashed at all.
  if (check.hash.empty() || check.password.size() > password_bytes_max) {
    verify_against_nobody(check.password, cost);
    return false;
  }
  const std::string hash(check.hash);
  const auto turn = one_at_a_time();
  errno = 0;
  const auto differs =
      crypto_pwhash_str_verify(hash.c_str(), check.password.data(), check.password.size());
  // Without memory the library says "no" as for a wrong password; that would be a lie.
  if (differs != 0 && errno == ENOMEM) throw std::bad_alloc();
  return differs == 0;
}

void verify_against_nobody(std::string_view password, const PasswordCost& cost) {
  const auto turn = one_at_a_time();
  constexpr std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
  std::array<unsigned char, 32> hash{};
  const auto failed = crypto_pwhash(
      hash.data(),
      hash.size(),
      password.data(),
      std::min(password.size(), password_bytes_max),
      salt.data(),
      cost.passes,
      cost.memory_bytes,
      crypto_pwhash_ALG_ARGON2ID13
  );
  if (failed != 0) throw std::bad_alloc();
}

std::uint64_t password_hashes_made() {
  return hashes_made;
}

}  // namespace allot
