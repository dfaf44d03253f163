#include "usecases/tasks/update.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/name.h"
#include "json/text.h"
#include "query/query.h"
#include "usecases/access.h"
#include "usecases/recipes/read.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"
#include "usecases/tasks/moving.h"
#include "usecases/tasks/telling.h"

namespace allot {

namespace {

/// The server's keys that a manager may set; all others stay whatever is sent.
constexpr std::string_view settable_system_keys[] = {"enforceDueDate", "locked", "archive"};

/// Without what the task itself lives by: nobody sets these, asked or not.
std::string without_owned_keys(const std::string& system) {
  return json::without_members(
      system,
      {"allowedAssignees",
       "batchIdleMinutes",
       "batchSize",
       "consensusAssignees",
       "consensusAssignmentId",
       "consensusPercentage",
       "consensusTaskType",
       "explicitRecipe",
       "hasDefaultAssignment",
       "maxBatchWorkload"}
  );
}

std::string with_settable_keys(std::string stored, const std::string& sent) {
  for (const auto key : settable_system_keys) {
    if (const auto value = json::member(sent, key)) stored = json::with_member(stored, key, *value);
  }
  return stored;
}

void change_description(Task& task, const std::string& text, const Caller& caller, Time now) {
  if (task.description && task.description->content == text) return;
  if (!task.description) {
    task.description = Description{
        .content = {},
        .created_by = caller.user,
        .updated_by = {},
        .created_at = now,
        .updated_at = {}
    };
  }
  task.description->content = text;
  task.description->updated_by = caller.user;
  task.description->updated_at = now;
}

/// Those that the task has not yet.
Result<Done> check_action_names(const Task& task, const UpdateTask& input) {
  for (const auto& [path, name] : input.action_names) {
    const bool is_there = std::ranges::find(task.status_words, name) != task.status_words.end() ||
                          task.available_actions.find(json::quoted(name)) != std::string::npos;
    if (!is_there) TRY(check_name(name, path));
  }
  return Done{};
}

Result<Done> check(const Transaction& tx, const Task& task, const UpdateTask& input) {
  // The SDK sends the whole task back: what stays is not looked at again.
  if (input.name && *input.name != task.name) TRY(check_name(*input.name));
  TRY(check_action_names(task, input));
  const bool has_priority = input.priority && *input.priority != task.priority;
  if (has_priority && (*input.priority < 1 || *input.priority > 3)) {
    return invalid_field("priority", "must be 1 (low), 2 (medium) or 3 (high)");
  }
  if (input.owner && *input.owner != task.owner) {
    const Load owner{.assignee = *input.owner, .percent = 100};
    TRY(require_active(tx, task.project, {&owner, 1}, "taskOwner"));
  }
  if (input.recipe && *input.recipe != task.recipe) {
    const auto dataset = tx.datasets().find(task.dataset);
    CHECK(dataset.has_value());
    if (!may_work_by(tx, *dataset, *input.recipe, task.parent)) {
      return invalid_field("recipeId", "is no recipe of the task's project or dataset");
    }
  }
  return Done{};
}

Result<std::string> changed_system_metadata(const Task& task, const UpdateTask& input) {
  if (!input.system) return with_settable_keys(task.system_metadata, *input.system_metadata);
  return json::merged(task.system_metadata, without_owned_keys(*input.system_metadata));
}

/// After how long open items of a pulling task go back to the queue; null: never.
Result<Done> change_idle(Task& task, const std::string& system) {
  const auto sent = json::member(system, "batchIdleMinutes");
  if (!task.pulling || !sent) return Done{};
  auto terms = *task.pulling;
  terms.idle.reset();
  if (*sent != "null") {
    std::int64_t minutes = 0;
    const auto end = sent->data() + sent->size();
    const auto read = std::from_chars(sent->data(), end, minutes);
    if (read.ec != std::errc{} || read.ptr != end) minutes = 0;  // no whole number
    terms.idle = TRY(checked_idle(minutes));
  }
  task.pulling = std::move(terms);
  return Done{};
}

Result<Done> apply_plain_fields(Task& task, const UpdateTask& input) {
  if (input.name) task.name = *input.name;
  if (input.owner) task.owner = *input.owner;
  if (input.priority) task.priority = *input.priority;
  if (input.due_date) task.due_date = *input.due_date;
  if (input.available_actions) {
    task.available_actions = *input.available_actions;
    task.status_words = input.status_words;
  }
  if (input.user_metadata) task.user_metadata = *input.user_metadata;
  if (input.system_metadata) {
    task.system_metadata = TRY(changed_system_metadata(task, input));
    TRY(change_idle(task, *input.system_metadata));
  }
  if (input.recipe && *input.recipe != task.recipe) {
    task.recipe = *input.recipe;
    task.system_metadata = json::with_member(task.system_metadata, "explicitRecipe", "true");
  }
  return Done{};
}

}  // namespace

Result<TaskView> update_task(Env& env, const Caller& caller, const UpdateTask& input) {
  const auto scope = scope_of(input.task);
  return write(env.store, scope, [&](Transaction& tx) -> Result<TaskView> {
    auto task = TRY(get_task(tx, caller, input.task, Verb::edit_task));
    TRY(check(tx, task, input));
    const auto ledger = tx.ledgers().of(task.id);
    const auto status_before = status_of(tx, task, *ledger);
    TRY(apply_plain_fields(task, input));
    // The SDK sends it back with every change: what stands there is no wish.
    if (input.query && *input.query != tx.tasks().query(task.id)) {
      tx.tasks().put_query(task.id, TRY(query::parse_selection(*input.query)).stored_text);
    }
    const auto now = env.clock.now();
    if (input.description) change_description(task, *input.description, caller, now);
    const bool was_dismissed = task.dismissed;
    if (input.dismissed) task.dismissed = *input.dismissed;
    task.updated_by = caller.user;
    task.updated_at = now;
    tx.tasks().put(task);
    tell(env, tx, caller, task, updated(task.id));
    note_status_change(env, tx, caller, task, status_before, status_of(tx, task, *ledger));
    // What happened meanwhile was offered to nobody (B-053).
    if (was_dismissed) offer_batches(env, tx, caller, task);
    return view_task(tx, caller, task);
  });
}

}  // namespace allot
