#include "allot/workload.h"

#include <cmath>
#include <utility>

#include "allot/errors.h"

namespace allot::inline v1 {

Workload Workload::generate(
    const std::vector<std::string>& assignee_ids, const std::vector<double>& loads
) {
  if (assignee_ids.empty()) throw BadRequest(0, "invalid", "`assignee_ids` names nobody.");
  if (!loads.empty() && loads.size() != assignee_ids.size()) {
    throw BadRequest(0, "invalid", "`loads` must hold one number for each person.");
  }
  Workload workload;
  const auto people = static_cast<long>(assignee_ids.size());
  const long cents = 10'000 / people;  // hundredths of a percent
  const long left = 10'000 % people;   // one more for the first so many
  for (long i = 0; i < people; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const double equal = static_cast<double>(cents + (i < left ? 1 : 0)) / 100.0;
    workload.add(assignee_ids[at], loads.empty() ? equal : loads[at]);
  }
  return workload;
}

Workload& Workload::add(std::string assignee_id, double load) {
  units_.push_back({.assignee_id = std::move(assignee_id), .load = load});
  return *this;
}

double Workload::total() const {
  double sum = 0;
  for (const auto& unit : units_) sum += unit.load;
  return sum;
}

}  // namespace allot::inline v1
