#include "usecases/projects/forecasts.h"

#include <algorithm>

#include "store/pace_nouns.h"
#include "usecases/tasks/pace.h"

namespace allot {

Forecasts forecasts_by_pace(Time now) {
  Forecasts forecasts;
  forecasts.done_by =
      [now](const Transaction& tx, const Task& task, const std::optional<UserId>& only_of) {
        const auto days = local_days({.count = 1}, now);
        const PresentPeople is_present(tx, task.project, now);
        return pace_of_task(tx, task, only_of, days.value(), now, is_present).pace.done_by;
      };
  forecasts.last_active = [now](const Transaction& tx, const ProjectId& project) {
    std::map<UserId, Time> last;
    for (const auto& task : tx.tasks().of_projects({&project, 1})) {
      for (const auto& kept : tx.paces().of_task(task.id, std::nullopt, quarter_of(now))) {
        if (!kept.pace.last_change) continue;
        auto& time = last[kept.person];
        time = std::max(time, *kept.pace.last_change);
      }
    }
    return last;
  };
  return forecasts;
}

}  // namespace allot
