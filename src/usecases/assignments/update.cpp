#include "usecases/assignments/update.h"

#include "base/text.h"
#include "usecases/access.h"
#include "usecases/tasks/moving.h"

namespace allot {

Result<AssignmentView> update_assignment(
    Env& env, const Caller& caller, const UpdateAssignment& input
) {
  return write(env.store, [&](Transaction& tx) -> Result<AssignmentView> {
    auto [assignment, task] = TRY(get_assignment(tx, caller, input.assignment, Verb::move_work));
    if (input.name && *input.name != assignment.name) {
      if (trimmed(*input.name).empty()) return invalid_field("name", "must not be empty");
      if (has_control_characters(*input.name)) {
        return invalid_field("name", "must not hold control characters");
      }
      if (tx.assignments().is_named(assignment.project, *input.name)) {
        return invalid_field("name", "is taken by another assignment of the project");
      }
      assignment.name = *input.name;
    }
    if (input.user_metadata) assignment.user_metadata = *input.user_metadata;
    assignment.updated_by = caller.user;
    assignment.updated_at = env.clock.now();
    tx.assignments().put(assignment);
    note_event(env, tx, caller, task, "Assignment", "Updated", assignment.id.text);
    return view_assignment(tx, task, assignment);
  });
}

}  // namespace allot
