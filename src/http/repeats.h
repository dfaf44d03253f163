#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/request.h"

namespace allot::http {

/// Of method, path with query, and body: equal for equal requests, otherwise not.
[[nodiscard]] std::string fingerprint_of(const Request& request);

/// Which requests of each caller follow each other, as far as this process knows (B-160). One is in
/// between two others when its head came after the first was there whole: of requests that overlap
/// none is in between others, however long a body takes. Bounded: forgetting makes no repeat less.
/// Thread-safe.
class Repeats {
 public:
  Repeats();

  /// For a head that came: greater than those before.
  [[nodiscard]] std::uint64_t next_arrival() { return ++arrivals_; }

  /// Notes a request that is there whole, and says in it and its caller what it may repeat.
  /// `arrival`: of its head. `leaves_note`: it will be noted where it is carried out. A caller has
  /// one note: of those that overlap, that of the request whose head came last.
  void note(Request& request, std::uint64_t arrival, bool leaves_note);

 private:
  /// Equal requests of one caller with no other in between.
  struct Run {
    std::string fingerprint;
    std::string name;
    std::uint64_t head = 0;   // when the last of them came …
    std::uint64_t whole = 0;  // … and was there whole
    bool leaves_note = false;
  };

  using Runs = std::vector<Run>;  // those that nothing followed yet

  const std::string process_;  // tells its runs apart from those of processes before this one
  std::atomic<std::uint64_t> arrivals_ = 0;
  std::mutex mutex_;
  std::uint64_t runs_ = 0;
  std::unordered_map<std::string, Runs> latest_;  // by caller
};

}  // namespace allot::http
