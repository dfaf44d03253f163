#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "http/route.h"

namespace allot::http {

/// Counts answers by route and status, and how long they took. Routes are told by their pattern, so
/// the number of series is bounded by the tables. Thread-safe without a lock.
class RequestMeter {
 public:
  RequestMeter();

  /// `route` is a row of api_routes() or root_routes(); nullptr: there was none.
  void note(const Route* route, int status, std::chrono::microseconds taken);

  /// Routes that were never asked for are left out.
  void write(MetricsPage& page) const;

 private:
  /// All that we answer; anything else is counted as the last, 0.
  static constexpr std::array statuses{200, 201, 202, 204, 206, 303, 304, 400, 401,
                                       403, 404, 405, 408, 409, 411, 413, 415, 416,
                                       417, 429, 431, 500, 501, 503, 505, 507, 0};

  struct Row {
    std::string method;  // "" where there is no route
    std::string pattern;
    std::array<Counter, statuses.size()> answers;
    Latencies latencies;
  };

  [[nodiscard]] Row& row_of(const Route* route);

  std::vector<Row> rows_;  // of the API's table, the root's, and one for no route
};

}  // namespace allot::http
