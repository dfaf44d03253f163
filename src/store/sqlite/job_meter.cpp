#include "store/sqlite/job_meter.h"

#include "base/log.h"

namespace allot::sqlite {

void JobMeter::note(JobKind kind, std::chrono::microseconds taken, const JobWork& work) {
  auto& numbers = of(kind);
  numbers.seconds.observe(static_cast<std::uint64_t>(taken.count()));
  numbers.rows.add(work.rows);
  numbers.steps.add(work.steps);
  if (taken <= budget_) return;
  numbers.over_budget.add();
  log(LogLevel::warning,
      "job_over_budget",
      {{"kind", kind.name()},
       {"millis", taken.count() / 1'000},
       {"rows", work.rows},
       {"steps", work.steps}});
}

std::vector<StoreNumbers::JobNumbers> JobMeter::numbers() const {
  std::vector<StoreNumbers::JobNumbers> numbers;
  const std::scoped_lock lock(mutex_);
  for (const auto& [name, of] : by_name_) {
    numbers.push_back(
        {.kind = name,
         .seconds = of.seconds.counts(),
         .rows = of.rows.value(),
         .steps = of.steps.value(),
         .over_budget = of.over_budget.value()}
    );
  }
  return numbers;
}

JobMeter::OfKind& JobMeter::of(JobKind kind) {
  auto& known = by_text_[kind.text()];
  if (known == nullptr) {
    const std::scoped_lock lock(mutex_);
    known = &by_name_[kind.name()];
  }
  return *known;
}

}  // namespace allot::sqlite
