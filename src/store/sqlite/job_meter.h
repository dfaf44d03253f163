#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/metrics.h"
#include "store/store.h"

namespace allot::sqlite {

/// What a job did, as the database counts it; of a connection: since it was opened.
struct JobWork {
  std::uint64_t rows = 0;   // inserted, changed, deleted
  std::uint64_t steps = 0;  // of SQLite's machine: what was looked at counts, too

  friend JobWork operator-(const JobWork& a, const JobWork& b) {
    return {.rows = a.rows - b.rows, .steps = a.steps - b.steps};
  }
};

/// Time and work of the writer's jobs by their kind; a job over the budget is logged. `note` on the
/// writer thread, the rest on any.
class JobMeter {
 public:
  explicit JobMeter(std::chrono::milliseconds budget) : budget_(budget) {}

  void note(JobKind kind, std::chrono::microseconds taken, const JobWork& work);

  /// By name, those of which there were jobs.
  [[nodiscard]] std::vector<StoreNumbers::JobNumbers> numbers() const;

 private:
  struct OfKind {
    Histogram<job_scale> seconds;
    Counter rows;
    Counter steps;
    Counter over_budget;
  };

  OfKind& of(JobKind kind);

  std::chrono::milliseconds budget_;
  std::unordered_map<const char*, OfKind*> by_text_;  // of the writer thread alone
  mutable std::mutex mutex_;
  std::map<std::string, OfKind> by_name_;
};

}  // namespace allot::sqlite
