#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "http/request.h"

namespace allot::http {

/// Of method, path with query, and body: equal for equal requests, otherwise not.
[[nodiscard]] std::string fingerprint_of(const Request& request);

/// Did the first request of this run come after that of the other? False for those of another
/// process.
[[nodiscard]] bool is_later_run(std::string_view run, std::string_view other);

/// Which requests of each caller follow each other, as far as this process knows (B-160). One is in
/// between two others when its head came after the first was there whole, and before the head of
/// the second: a body may take its time, and of requests that overlap none is in between others.
/// Bounded; what is forgotten of a caller may be a repeat of anything, and of many requests that
/// overlap the oldest are forgotten. Thread-safe.
class Repeats {
 public:
  Repeats();

  /// For a head that came: greater than those before.
  [[nodiscard]] std::uint64_t next_arrival() { return ++arrivals_; }

  /// Notes a request that is there whole, and says in it and its caller what it may repeat.
  /// `arrival`: of its head.
  void note(Request& request, std::uint64_t arrival);

 private:
  static constexpr auto never = std::numeric_limits<std::uint64_t>::max();

  /// Equal requests of one caller with no other in between. Times are arrivals.
  struct Run {
    std::pair<std::uint64_t, std::uint64_t> fingerprint;  // its hash
    std::uint64_t first = 0;                              // when the first head came
    bool may_go_on = false;                               // from before this process
    std::uint64_t whole = 0;                              // when the last of them was there
    std::uint64_t followed = never;                       // when another came after that
  };

  [[nodiscard]] std::string name_of(const Run& run) const;

  const std::string process_;  // tells its runs apart from those of processes before this one
  std::atomic<std::uint64_t> arrivals_ = 0;
  std::mutex mutex_;
  std::unordered_map<std::string, std::vector<Run>> latest_;  // by caller; a few of each
};

}  // namespace allot::http
