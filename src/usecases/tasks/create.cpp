#include "usecases/tasks/create.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/name.h"
#include "base/text.h"
#include "query/json_text.h"
#include "usecases/access.h"
#include "usecases/items/matching.h"
#include "usecases/recipes/read.h"

namespace allot {

namespace {

Result<Done> check_places(const Transaction& tx, const Caller& caller, const CreateTask& input) {
  TRY(get_project(tx, caller, input.project, Verb::create_task));
  const auto dataset = TRY(get_dataset(tx, caller, input.dataset, Verb::create_task));
  if (dataset.project != input.project) {
    return invalid_field("datasetId", "is a dataset of another project");
  }
  if (!may_work_by(tx, dataset, input.recipe, input.parent)) {
    return fail(
        ErrorCode::not_found,
        fmt::format("There is no recipe `{}` in this project.", printable(input.recipe.text))
    );
  }
  if (input.parent.empty()) return Done{};
  const auto parent = TRY(get_task(tx, caller, input.parent, Verb::see_task));
  if (parent.project == input.project) return Done{};
  return invalid_field("spec.parentTaskId", "is a task of another project");
}

Result<Done> check_fields(const CreateTask& input) {
  TRY(check_name(input.name));
  if (input.priority < 1 || input.priority > 3) {
    return invalid_field("priority", "must be 1 (low), 2 (medium) or 3 (high)");
  }
  if (input.type != TaskType::qa && !input.parent.empty()) {
    return invalid_field("spec.parentTaskId", "is for tasks of type `qa` only");
  }
  return Done{};
}

/// What the query picks, on a reader's snapshot: filters never run on the writer.
Result<Picked> pick(Env& env, const Caller& caller, const CreateTask& input) {
  return read(env.store, [&](const Transaction& tx) -> Result<Picked> {
    TRY(check_places(tx, caller, input));
    if (input.empty) return Picked{};
    auto picked = TRY(pick_items(tx, caller, input.dataset, input.query));
    if (input.limit) picked.selection = picked.selection.limited(*input.limit);
    return picked;
  });
}

std::string description_json(const CreateTask& input, const Caller& caller, Time now) {
  if (input.description.empty()) return {};
  const auto author = query::quoted(caller.user.text);
  const auto time = to_iso(now);
  return fmt::format(
      R"({{"content":{},"createdBy":{},"updatedBy":{},"createdAt":"{}","updatedAt":"{}"}})",
      query::quoted(input.description),
      author,
      author,
      time,
      time
  );
}

/// Are these the owner's because nobody was named (B-048)?
bool goes_to_owner(const CreateTask& input, const Selection& selection) {
  return input.loads.empty() && !selection.items.empty();
}

std::string system_metadata(const CreateTask& input, bool has_default_assignment) {
  auto metadata = input.system_metadata;
  if (input.explicit_recipe) metadata = query::with_member(metadata, "explicitRecipe", "true");
  if (has_default_assignment) {
    metadata = query::with_member(metadata, "hasDefaultAssignment", "true");
  }
  return metadata;
}

Task make_task(Env& env, const Caller& caller, const CreateTask& input, bool to_owner) {
  const auto now = env.clock.now();
  return {
      .id = env.ids.next<TaskId>(),
      .project = input.project,
      .dataset = input.dataset,
      .recipe = input.recipe,
      .name = input.name,
      .creator = caller.user,
      .owner = input.owner,
      .updated_by = caller.user,
      .type = input.type,
      .parent = input.parent,
      .priority = input.priority,
      .due_date = input.due_date,
      .available_actions = input.available_actions,
      .status_words = input.status_words,
      .description = description_json(input, caller, now),
      .user_metadata = input.user_metadata,
      .system_metadata = system_metadata(input, to_owner),
      .created_at = now,
      .updated_at = now
  };
}

Result<Outcome> pick_and_create(
    Env& env,
    const Caller& caller,
    const CreateTask& input,
    FunctionRef<Result<Done>(const Transaction&)> is_wanted,
    LookAgain look
) {
  const auto stored_query = TRY(query::parse_selection(input.query)).stored_text;
  const auto picked = TRY(pick(env, caller, input));
  const bool to_owner = goes_to_owner(input, picked.selection);
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    TRY(check_places(tx, caller, input));
    TRY(is_wanted(tx));
    const Load owner{.assignee = input.owner, .percent = 100};
    TRY(require_active(tx, input.project, {&owner, 1}, "taskOwner"));
    const auto loads = to_owner              ? std::vector<Load>{owner}
                       : input.loads.empty() ? std::vector<Load>{}
                                             : TRY(receivers(tx, input.project, input.loads));
    const auto selection = TRY(still_picked(tx, picked, look));
    auto decided = plan_addition({}, selection, loads, MoveKind::create);
    return PlannedMove{
        .task = make_task(env, caller, input, to_owner),
        .ledger = empty_ledger(),
        .plan = std::move(decided)
    };
  };
  auto outcome = TRY(move_work(
      env,
      Scope::dataset(input.dataset) | Scope::inside(input.project),
      caller,
      input.dry_run,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        tx.tasks().put(move.task);
        tx.tasks().put_query(move.task.id, stored_query);
        note_event(env, tx, caller, move.task, "Task", "Created", move.task.id.text);
        std::optional<Assignment> like;
        if (to_owner) like = Assignment{.is_default = true};
        const auto moved = carry_out(env, tx, caller, move, like);
        return NewCommand{
            .type = "CreateTask",
            .project = move.task.project,
            .spec = fmt::format(
                R"({{"createTaskPayload":{},"createdTaskId":"{}","operationId":"{}"}})",
                input.payload,
                move.task.id.text,
                moved.operation.text
            )
        };
      }
  ));
  if (auto* preview = std::get_if<Preview>(&outcome)) preview->task = {};
  return outcome;
}

}  // namespace

Result<Outcome> create_task(Env& env, const Caller& caller, const CreateTask& input) {
  return create_task(env, caller, input, [](const Transaction&) -> Result<Done> { return Done{}; });
}

Result<Outcome> create_task(
    Env& env,
    const Caller& caller,
    const CreateTask& input,
    FunctionRef<Result<Done>(const Transaction&)> is_wanted
) {
  TRY(check_fields(input));
  return match_and_change([&](LookAgain look) {
    return pick_and_create(env, caller, input, is_wanted, look);
  });
}

}  // namespace allot
