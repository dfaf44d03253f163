#include "usecases/tasks/create.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/name.h"
#include "base/text.h"
#include "json/text.h"
#include "usecases/access.h"
#include "usecases/items/matching.h"
#include "usecases/recipes/read.h"
#include "usecases/tasks/batches.h"
#include "usecases/tasks/telling.h"

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

std::optional<Description> description_of(const CreateTask& input, const Caller& caller, Time now) {
  if (input.description.empty()) return std::nullopt;
  return Description{
      .content = input.description,
      .created_by = caller.user,
      .updated_by = caller.user,
      .created_at = now,
      .updated_at = now
  };
}

/// Are these the owner's because nobody was named (B-048)?
bool goes_to_owner(const CreateTask& input, const Selection& selection) {
  return !input.pulling && input.loads.empty() && !selection.items.empty();
}

std::string system_metadata(const CreateTask& input, bool has_default_assignment) {
  auto metadata = input.system_metadata;
  if (input.explicit_recipe) metadata = json::with_member(metadata, "explicitRecipe", "true");
  if (has_default_assignment) {
    metadata = json::with_member(metadata, "hasDefaultAssignment", "true");
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
      .description = description_of(input, caller, now),
      .user_metadata = input.user_metadata,
      .system_metadata = system_metadata(input, to_owner),
      .pulling = input.pulling,
      .created_at = now,
      .updated_at = now
  };
}

Result<Done> check_owner(const Transaction& tx, const CreateTask& input) {
  const Load owner{.assignee = input.owner, .percent = 100};
  return require_active(tx, input.project, {&owner, 1}, "taskOwner");
}

/// Who gets the items, with loads that are in order.
Result<std::vector<Load>> checked_receivers(const CreateTask& input, const Selection& selection) {
  if (goes_to_owner(input, selection)) {
    return std::vector<Load>{{.assignee = input.owner, .percent = 100}};
  }
  if (input.pulling) return equal_loads(input.pulling->allowed);
  if (input.loads.empty()) return std::vector<Load>{};
  return checked_loads(input.loads);
}

/// A task as it would be of what a query picked, with all that can be made of it before the
/// transaction: among thousands of people that is nearly everything.
struct Drawn {
  Task task;
  Plan plan;          // of a preview, or to be compared with one
  PreparedMove move;  // of a task that is to be
};

Drawn draw(
    Env& env,
    const Caller& caller,
    const CreateTask& input,
    const Selection& selection,
    std::span<const Load> loads,
    const std::vector<UserId>& served
) {
  const bool to_owner = goes_to_owner(input, selection);
  Drawn drawn{.task = make_task(env, caller, input, to_owner), .plan = {}, .move = {}};
  auto plan = input.pulling ? plan_pulling_start(selection, served, input.pulling->batch_size)
                            : plan_addition({}, selection, loads, MoveKind::create);
  // A copy costs what people cost, so only where somebody looks at it.
  if (input.how.needs_version()) drawn.plan = plan;
  if (input.how.dry_run) return drawn;
  Manner manner;
  if (to_owner) manner.like = Assignment{.is_default = true};
  drawn.move = prepare_move(env, caller, drawn.task, *empty_ledger(), std::move(plan), manner);
  return drawn;
}

/// What the query picks, on a reader's snapshot (filters never run on the writer), and the task
/// that it would make.
struct Sketch {
  Picked picked;
  Result<std::vector<Load>> loads;
  std::vector<UserId> served;  // of a pulling task: contributors who are not absent
  Drawn drawn;                 // when the loads are in order
};

Result<Sketch> sketch(Env& env, const Caller& caller, const CreateTask& input) {
  std::vector<UserId> served;
  auto picked = TRY(read(env.store, [&](const Transaction& tx) -> Result<Picked> {
    TRY(check_places(tx, caller, input));
    if (input.pulling) {
      served = who_is_there(tx, input.project, input.pulling->allowed, env.clock.now());
    }
    if (input.empty) return Picked{};
    auto found = TRY(pick_items(tx, caller, input.dataset, input.query));
    if (input.limit) found.selection = found.selection.limited(*input.limit);
    return found;
  }));
  auto loads = checked_receivers(input, picked.selection);
  Sketch sketched{
      .picked = std::move(picked),
      .loads = std::move(loads),
      .served = std::move(served),
      .drawn = {}
  };
  if (sketched.loads) {
    sketched.drawn =
        draw(env, caller, input, sketched.picked.selection, *sketched.loads, sketched.served);
  }
  return sketched;
}

/// Nothing when the task is the same at this moment; else the one that it is now, unless so many
/// people are in it that it is to be drawn on a reader's side again. Errors: unavailable, then.
Result<std::optional<Drawn>> drawn_anew(
    Env& env,
    const Caller& caller,
    const CreateTask& input,
    const Sketch& sketched,
    const Selection& selection,
    LookAgain look
) {
  constexpr std::size_t drawn_by_the_writer_max = 1'000;
  const auto& before = sketched.picked.selection;
  if (selection.items == before.items && selection.order == before.order) {
    return std::optional<Drawn>{};
  }
  const auto& loads = sketched.loads.value();
  if (look == LookAgain::at_few && loads.size() > drawn_by_the_writer_max) {
    return fail(ErrorCode::unavailable, "Items of the task have changed meanwhile; try again.");
  }
  return std::optional(draw(env, caller, input, selection, loads, sketched.served));
}

Result<Outcome> pick_and_create(
    Env& env,
    const Caller& caller,
    const CreateTask& input,
    FunctionRef<Result<Done>(const Transaction&)> is_wanted,
    LookAgain look
) {
  const auto stored_query = TRY(query::parse_selection(input.query)).stored_text;
  const auto sketched = TRY(sketch(env, caller, input));
  std::optional<Drawn> anew;
  const auto plan = [&](const Transaction& tx) -> Result<PlannedMove> {
    TRY(check_places(tx, caller, input));
    TRY(is_wanted(tx));
    TRY(check_owner(tx, input));
    if (!sketched.loads) return Unexpected{sketched.loads.error()};
    const auto* field = input.pulling ? "metadata.system.allowedAssignees" : "workload";
    TRY(require_active(tx, input.project, *sketched.loads, field));
    const auto selection = TRY(still_picked(tx, sketched.picked, look));
    anew = TRY(drawn_anew(env, caller, input, sketched, selection, look));
    const auto& drawn = anew ? *anew : sketched.drawn;
    return PlannedMove{
        .task = drawn.task,
        .ledger = empty_ledger(),
        .plan = drawn.plan,
        .picked = input.how.needs_version() ? digest_of(selection) : 0
    };
  };
  auto outcome = TRY(move_work(
      env,
      Scope::dataset(input.dataset) | Scope::inside(input.project),
      caller,
      input.how,
      plan,
      [&](Transaction& tx, const PlannedMove& move) -> Result<NewCommand> {
        tx.tasks().put(move.task);
        tx.tasks().put_query(move.task.id, stored_query);
        tell(env, tx, caller, move.task, created(move.task.id));
        const auto& prepared = anew ? anew->move : sketched.drawn.move;
        const auto moved = carry_out(env, tx, caller, move.task, *move.ledger, prepared);
        return NewCommand{
            .project = move.task.project,
            .result =
                TaskCreated{
                    .payload = input.payload, .task = move.task.id, .operation = moved.operation
                }
        };
      }
  ));
  if (auto* preview = std::get_if<Preview>(&outcome)) preview->task = {};
  if (auto* changed = std::get_if<PlanChanged>(&outcome)) changed->now.task = {};
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
