#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <string_view>
#include <vector>

#include "auth/secrets.h"
#include "base/clock.h"
#include "base/id.h"

namespace allot {

/// Slows down guessing of passwords: counts the failed sign-ins of the last ten minutes for each
/// address and peer, and says how long the next try has to wait. Both count, so that a stranger
/// elsewhere slows nobody else down; and the wait is never longer than `delay_max`, so that nobody
/// is locked out. Thread-safe. In memory alone: a restart forgets. At most `sources_max` pairs are
/// kept, those that failed last (about 300 bytes each).
/// Source: B-008.
class Throttle {
 public:
  static constexpr std::chrono::minutes window{10};
  static constexpr std::chrono::seconds delay_max{10};

  explicit Throttle(std::size_t sources_max = 10'000) : sources_max_(sources_max) {}

  /// How long to wait before the password is looked at: nothing up to four failures, then 250 ms,
  /// doubled by each further one; ten failures or more wait eight to ten seconds.
  [[nodiscard]] std::chrono::milliseconds delay(
      const UserId& address, std::string_view peer, Time now
  ) const;

  /// A password was wrong, or nobody has the address: unknown ones are counted alike.
  void failed(const UserId& address, std::string_view peer, Time now);

  /// Forgets the failures of this pair.
  void succeeded(const UserId& address, std::string_view peer);

  /// How many pairs are remembered.
  [[nodiscard]] std::size_t size() const;

 private:
  /// A pair by its hash, so that long addresses take no more room than short ones.
  struct Source {
    Sha256 name;
    std::vector<Time> failures;  // the last ones, oldest first
  };

  const std::size_t sources_max_;
  mutable std::mutex mutex_;
  std::list<Source> sources_;  // whoever failed last stands last
  std::map<Sha256, std::list<Source>::iterator> by_name_;
};

}  // namespace allot
