#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"

namespace allot {

/// One HS256 key.
struct SigningKey {
  std::string id;  // the `kid` of its tokens: 16 hex digits
  std::array<std::uint8_t, 32> secret{};
  bool operator==(const SigningKey&) const = default;
};

/// The keys of one moment. Immutable.
struct SigningKeySet {
  SigningKey current;                  // signs
  std::optional<SigningKey> previous;  // still verifies after a rotation
  bool operator==(const SigningKeySet&) const = default;

  /// The key of that id, or null. Lives as long as the set.
  [[nodiscard]] const SigningKey* find(std::string_view id) const;
};

/// The keys that sign tokens, kept in one file that only its owner may read. Thread-safe. One
/// process at a time: the owner of the data folder's lock.
class SigningKeys {
 public:
  /// Reads the file, or makes it with a new key when there is none: mode 0600, whole or not at all,
  /// on disk before this returns. Its folder must exist.
  /// Errors: conflict (group or others may read or write it, or it is no plain file), invalid (not
  /// of our form). Throws std::system_error when the disk fails.
  [[nodiscard]] static Result<std::unique_ptr<SigningKeys>> open(
      const std::filesystem::path& file, Random& random
  );

  /// A new key that is kept nowhere: for tests and short-lived servers.
  [[nodiscard]] static std::unique_ptr<SigningKeys> in_memory(Random& random);

  /// Makes a new current key; the old one goes on verifying until the next rotation, the one before
  /// that stops at once. Durable when it returns; throws std::system_error and changes nothing when
  /// the disk fails.
  void rotate(Random& random);

  [[nodiscard]] std::shared_ptr<const SigningKeySet> keys() const;

 private:
  SigningKeys(std::filesystem::path file, SigningKeySet keys);

  const std::filesystem::path file_;  // empty: in memory
  mutable std::mutex mutex_;
  std::mutex rotating_;
  std::shared_ptr<const SigningKeySet> keys_;
};

}  // namespace allot
