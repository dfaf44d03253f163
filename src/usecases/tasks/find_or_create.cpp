#include "usecases/tasks/find_or_create.h"

#include <algorithm>

#include "usecases/access.h"

namespace allot {

namespace {

/// What the outbox tells of since that line: filters are evaluated on the writer for these alone.
std::vector<TaskView> changed_since(
    const Transaction& tx, const Caller& caller, const ProjectId& project, std::int64_t line
) {
  const auto last = tx.journal().last_event();
  if (last == line) return {};
  const auto changed = tx.journal().tasks_told_of({.after = line, .until = last});
  if (changed.empty()) return {};
  std::vector<TaskView> views;
  for (const auto& id : changed) {
    const auto row = tx.tasks().find(id);
    if (!row || row->project != project) continue;
    if (const auto task = get_task(tx, caller, id, Verb::see_task)) {
      views.push_back(view_task(tx, caller, *task));
    }
  }
  std::ranges::reverse(views);  // newest first, as a list has them
  return views;
}

}  // namespace

Result<FoundOrMade> find_or_create_task(
    Env& env, const Caller& caller, const CreateTask& input, ChooseTask choose
) {
  std::int64_t seen = 0;
  auto found = read(env.store, [&](const Transaction& tx) {
    seen = tx.journal().last_event();
    return choose(list_tasks(tx, caller, {&input.project, 1}));
  });
  if (found) return FoundOrMade{*std::move(found)};
  const auto is_wanted = [&](const Transaction& tx) -> Result<Done> {
    // Tasks of other datasets too: they are looked at as they are, and none is changed.
    found = choose(changed_since(tx.outside(), caller, input.project, seen));
    if (!found) return Done{};
    return fail(ErrorCode::conflict, "The task has been made meanwhile.");
  };
  auto made = create_task(env, caller, input, is_wanted);
  if (found) return FoundOrMade{*std::move(found)};
  return FoundOrMade{TRY(std::move(made))};
}

}  // namespace allot
