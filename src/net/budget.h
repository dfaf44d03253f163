#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace allot::net {

/// How many bytes of bodies may be in memory, over all connections. Thread-safe.
class Budget {
 public:
  /// What one body holds of it, given back when it goes. One thread at a time.
  class Share {
   public:
    explicit Share(Budget& budget) : budget_(budget) {}

    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    ~Share() { release(); }

    /// Up to `bytes` in all, never less than before. False: there is not so much left.
    [[nodiscard]] bool grow_to(std::uint64_t bytes) {
      if (bytes <= bytes_) return true;
      const auto more = bytes - bytes_;
      if (budget_.used_.fetch_add(more) + more > budget_.bytes_max_) {
        budget_.used_ -= more;
        return false;
      }
      bytes_ = bytes;
      return true;
    }

    void release() { budget_.used_ -= std::exchange(bytes_, 0); }

   private:
    Budget& budget_;
    std::uint64_t bytes_ = 0;
  };

  explicit Budget(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

 private:
  const std::uint64_t bytes_max_;
  std::atomic<std::uint64_t> used_ = 0;
};

}  // namespace allot::net
