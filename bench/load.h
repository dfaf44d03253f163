#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace allot_bench {

struct LoadResult {
  double seconds = 0;
  std::uint64_t refused = 0;          // answers other than 2xx
  std::string refusal;                // the first of them
  std::vector<std::uint32_t> micros;  // of each 2xx answer, from the first byte sent

  [[nodiscard]] double each_second() const { return double(micros.size()) / seconds; }

  /// 0 to 1. Sorts.
  [[nodiscard]] std::uint32_t quantile(double part);
};

struct Traffic {
  std::string address;  // host:port
  std::size_t connections = 1;
  std::chrono::milliseconds time{2'000};
  /// The whole text of the next request of a connection; "" when there is none left.
  std::function<std::string(std::size_t connection)> request;
  /// What the latest request of a connection got.
  std::function<void(std::size_t connection, int status)> answered;
};

/// Keeps one request in flight on each connection until the time is over, then waits for what is in
/// flight. One thread, epoll; needs answers with Content-Length. Throws std::runtime_error: a
/// connection that cannot be made or ends.
[[nodiscard]] LoadResult run_load(const Traffic& load);

}  // namespace allot_bench
