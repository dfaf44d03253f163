#include "usecases/events/topics.h"

#include <algorithm>

#include "usecases/access.h"

namespace allot {

namespace {

/// That a task went with its dataset is told without it.
bool is_of(const Event& event, const TaskId& task) {
  if (event.task == task) return true;
  const auto* changed = std::get_if<ThingChanged>(&event.what);
  return changed != nullptr && changed->thing == Thing::task && changed->id == task.text;
}

}  // namespace

bool names_place_of(const EventTopics& topics, const Event& event) {
  return std::ranges::find(topics.projects, event.project) != topics.projects.end() ||
         std::ranges::any_of(topics.tasks, [&](const TaskId& task) { return is_of(event, task); });
}

Result<Done> require_visible(
    const Transaction& tx, const Caller& caller, const EventTopics& topics
) {
  for (const auto& task : topics.tasks) TRY(get_task(tx, caller, task, Verb::see_task));
  for (const auto& project : topics.projects) {
    TRY(get_project(tx, caller, project, Verb::see_project));
  }
  return Done{};
}

}  // namespace allot
