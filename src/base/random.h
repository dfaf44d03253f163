#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <span>
#include <string>

#include "base/clock.h"
#include "base/id.h"

namespace allot {

/// Chance. Thread-safe. `main` has the kernel's (fit for secrets); tests have a seeded one.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

/// The same bytes for the same seed; for tests alone.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}

  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

/// `bytes` random bytes as URL-safe base64 without padding: for secrets in links and tokens.
[[nodiscard]] std::string random_secret(Random& random, std::size_t bytes = 32);

/// A version-4 UUID.
[[nodiscard]] std::string random_uuid(Random& random);

/// Gives out ids of 24 hex digits that strictly increase: 6 bytes of milliseconds, 2 of the
/// process, 4 of a counter. Thread-safe. When the clock steps back, or the counter is used up, it
/// goes on from the last id.
class IdSource {
 public:
  IdSource(const Clock& clock, Random& random);

  template <class AnId>
  [[nodiscard]] AnId next() {
    return AnId{next_text()};
  }

  [[nodiscard]] std::string next_text();

  /// Later ids will be greater than `text`: called with the newest stored id when a store opens.
  void advance_past(std::string_view text);

 private:
  const Clock& clock_;
  std::mutex mutex_;
  std::uint16_t process_ = 0;
  std::uint64_t last_ms_ = 0;
  std::uint32_t counter_ = 0;
};

}  // namespace allot
