#pragma once

#include <optional>
#include <string>
#include <vector>

#include "usecases/tasks/moving.h"

namespace allot {

struct CreateTask {
  std::string name;
  std::string query;  // selection query text (contract: task selection)
  ProjectId project;
  DatasetId dataset;
  RecipeId recipe;
  UserId owner;
  TaskType type = TaskType::annotation;
  TaskId parent;            // of a QA task, else empty
  std::vector<Load> loads;  // empty: the items go to the owner (B-048); of a pulling task: none
  SharedValue<Pulling> pulling = {};  // with the people who are to pull
  std::string due_date;               // number text, epoch ms; "" when not given
  std::int64_t priority = 2;
  std::optional<std::uint64_t> limit;  // at most so many items
  std::string available_actions;       // JSON array, "" when not given
  std::vector<std::string> status_words;
  std::string user_metadata = "{}";
  std::string system_metadata = "{}";
  std::string description;  // the text; "" when not given
  bool empty = false;       // take no items, whatever the query says
  bool explicit_recipe = false;
  std::string payload = "{}";  // the body as sent, echoed in the command
  MoveOptions how = {};
};

/// Makes a task of the items that match the query at this moment and hands every one of them to
/// exactly one person, in consecutive runs by load (B-030 … B-048). Without people all items go to
/// the owner's default assignment. All or nothing (B-047). Retries are caught (B-160). Returns the
/// finished command (`spec.createdTaskId`) or the preview. Errors: invalid (name, query, loads,
/// priority, recipe of another project, dataset of another project, a removed member as receiver or
/// owner), not_found
/// (project, dataset, recipe or parent), forbidden (may not create tasks there). Source:
/// docs/spec/creating.md.
[[nodiscard]] Result<Outcome> create_task(Env& env, const Caller& caller, const CreateTask& input);

/// The same, if it is wanted: that is asked in the transaction of the creation, before anything is
/// made, and an error of it is the answer.
[[nodiscard]] Result<Outcome> create_task(
    Env& env,
    const Caller& caller,
    const CreateTask& input,
    FunctionRef<Result<Done>(const Transaction&)> is_wanted
);

}  // namespace allot
