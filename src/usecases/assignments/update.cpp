#include "usecases/assignments/update.h"

#include "base/name.h"
#include "json/text.h"
#include "usecases/access.h"
#include "usecases/scopes.h"
#include "usecases/tasks/moving.h"
#include "usecases/tasks/telling.h"

namespace allot {

namespace {

/// Without those that the server writes wherever an assignment is shown.
std::string without_owned_keys(const std::string& system) {
  return json::without_members(
      system, {"taskId", "datasetId", "markForDeletion", "dueDate", "defaultAssignment", "active"}
  );
}

/// What the row keeps under `system` beside the user's keys is what clients asked to keep there.
Result<std::string> changed_metadata(const Assignment& assignment, const UpdateAssignment& input) {
  const auto stored = json::member(assignment.user_metadata, "system").value_or("{}");
  auto metadata = input.user_metadata.value_or(assignment.user_metadata);
  const auto system = input.system_metadata.empty()
                          ? stored
                          : TRY(json::merged(stored, without_owned_keys(input.system_metadata)));
  if (system == "{}") return json::without_members(metadata, {"system"});
  return json::with_member(metadata, "system", system);
}

}  // namespace

Result<AssignmentView> update_assignment(
    Env& env, const Caller& caller, const UpdateAssignment& input
) {
  const auto scope = scope_of(input.assignment);
  return write(env.store, scope, [&](Transaction& tx) -> Result<AssignmentView> {
    auto found = TRY(get_assignment(tx, caller, input.assignment, Verb::move_work));
    auto& assignment = found.assignment;
    if (input.name && *input.name != assignment.name) {
      TRY(check_name(*input.name));
      if (!tx.assignments().named(assignment.project, *input.name).empty()) {
        return invalid_field("name", "is taken by another assignment of the project");
      }
      assignment.name = *input.name;
    }
    assignment.user_metadata = TRY(changed_metadata(assignment, input));
    assignment.updated_by = caller.user;
    assignment.updated_at = env.clock.now();
    tx.assignments().put(assignment);
    tell(env, tx, caller, found.task, updated(assignment.id));
    return view_assignment(tx, found.task, assignment);
  });
}

}  // namespace allot
