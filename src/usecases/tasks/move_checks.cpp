#include "usecases/tasks/move_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "domain/people.h"
#include "usecases/access.h"

namespace allot {

Result<Done> require_same_task(const Task& task, const std::optional<TaskId>& given) {
  if (!given || *given == task.id) return Done{};
  return invalid_field("taskId", "is another task than the assignment's");
}

Result<Done> require_allows(const Task& task, TaskAct act) {
  // Among what is stored, only dismissal forbids anything; the other states are derived.
  const auto status = task.dismissed ? TaskStatus::dismissed : TaskStatus::open;
  if (allows(status, act)) return Done{};
  return fail(ErrorCode::conflict, "The task is dismissed; reopen it first.");
}

Result<Done> require_active(
    const Transaction& tx,
    const ProjectId& project,
    std::span<const Load> loads,
    std::string_view field
) {
  const auto removed = find_inactive(tx, project, people_of(loads));
  if (!removed) return Done{};
  return invalid_field(
      std::string(field), fmt::format("names {}, who was removed from the project", removed->text)
  );
}

std::optional<UserId> find_locked(
    const Task& task, std::span<const UserId> people, std::span<const UserId> returning
) {
  if (!task.pulling) return std::nullopt;
  std::unordered_set<UserId> locked(task.pulling->locked.begin(), task.pulling->locked.end());
  for (const auto& person : returning) locked.erase(person);
  const auto found =
      std::ranges::find_if(people, [&](const UserId& person) { return locked.contains(person); });
  return found == people.end() ? std::nullopt : std::optional(*found);
}

Result<Done> require_unlocked(
    const Task& task, std::span<const Load> loads, std::string_view field
) {
  const auto locked = find_locked(task, people_of(loads));
  if (!locked) return Done{};
  return invalid_field(
      std::string(field), fmt::format("names {}, who was removed from the task", locked->text)
  );
}

Result<std::vector<Load>> receivers(
    const Transaction& tx, const Task& task, std::span<const Load> loads
) {
  auto checked = TRY(checked_loads(loads));
  TRY(require_active(tx, task.project, checked, "workload"));
  TRY(require_unlocked(task, checked, "workload"));
  return checked;
}

}  // namespace allot
