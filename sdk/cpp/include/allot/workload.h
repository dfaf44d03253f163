#pragma once

#include <initializer_list>
#include <string>
#include <vector>

namespace allot::inline v1 {

/// One person's part. `load` is a percentage from 0 to 100, decimals allowed.
struct WorkloadUnit {
  std::string assignee_id;  // an e-mail address, in any letter case
  double load = 0;
};

/// Who gets how much: parts that add up to 100 when rounded. Items become counts by the largest
/// remainder, ties go to the person named earlier; a person named twice gets the sum.
/// Source: docs/spec/creating.md (B-031).
class Workload {
 public:
  Workload() = default;

  Workload(std::initializer_list<WorkloadUnit> units) : units_(units) {}

  /// Equal parts, to two decimals and adding up to exactly 100; or the given loads, one for each
  /// person. Throws BadRequest when there is nobody, or not one load a person.
  [[nodiscard]] static Workload generate(
      const std::vector<std::string>& assignee_ids, const std::vector<double>& loads = {}
  );

  /// Adds a part.
  Workload& add(std::string assignee_id, double load);

  [[nodiscard]] const std::vector<WorkloadUnit>& units() const { return units_; }

  [[nodiscard]] bool empty() const { return units_.empty(); }

  /// The sum of all loads.
  [[nodiscard]] double total() const;

 private:
  std::vector<WorkloadUnit> units_;
};

}  // namespace allot::inline v1
