#include "http/request_meter.h"

#include <algorithm>
#include <functional>

namespace allot::http {

namespace {

/// Its place in the table; the table's size when it is no row of it.
std::size_t place_in(std::span<const Route> table, const Route* route) {
  const std::less<> before;  // of any two pointers
  const auto* const begin = table.data();
  const bool is_inside = route && !before(route, begin) && before(route, begin + table.size());
  return is_inside ? static_cast<std::size_t>(route - begin) : table.size();
}

}  // namespace

RequestMeter::RequestMeter() : rows_(api_routes().size() + root_routes().size() + 1) {
  auto* row = rows_.data();
  const auto add = [&row](std::span<const Route> table, std::string_view base) {
    for (const auto& route : table) {
      row->method = name_of(route.method);
      row->pattern.append(base).append(route.pattern);
      ++row;
    }
  };
  add(api_routes(), "/api/v1");
  add(root_routes(), "");
  row->method = "none";
  row->pattern = "none";
}

RequestMeter::Row& RequestMeter::row_of(const Route* route) {
  const auto in_api = place_in(api_routes(), route);
  if (in_api < api_routes().size()) return rows_[in_api];
  return rows_[api_routes().size() + place_in(root_routes(), route)];
}

void RequestMeter::note(const Route* route, int status, std::chrono::microseconds taken) {
  auto& row = row_of(route);
  const auto* const known = std::find(statuses.begin(), statuses.end() - 1, status);
  row.answers[static_cast<std::size_t>(known - statuses.begin())].add();
  row.latencies.observe(static_cast<std::uint64_t>(std::max<std::int64_t>(taken.count(), 0)));
}

void RequestMeter::write(MetricsPage& page) const {
  page.begin("allot_http_requests_total", "counter", "Requests answered.");
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < statuses.size(); ++i) {
      const auto count = row.answers[i].value();
      if (count == 0) continue;
      const auto status = std::to_string(statuses[i]);
      page.sample(
          {{"method", row.method}, {"route", row.pattern}, {"status", status}}, double(count)
      );
    }
  }
  page.begin(
      "allot_http_request_seconds",
      "histogram",
      "Time of a request, from its head to the last byte of its answer."
  );
  for (const auto& row : rows_) {
    const auto counts = row.latencies.counts();
    if (counts.total() == 0) continue;
    page.sample({{"method", row.method}, {"route", row.pattern}}, counts);
  }
}

}  // namespace allot::http
