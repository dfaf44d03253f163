#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

/// What the pace of work tells (usecases/projects/forecasts.h).
struct Forecasts {
  /// When all of a task will be done, or what this person alone has of it, as it goes on; nullopt:
  /// that cannot be told.
  std::function<std::optional<Time>(
      const Transaction& tx, const Task& task, const std::optional<UserId>& only_of
  )>
      done_by;
  /// When people did something last in tasks of a project; who never did is left out.
  std::function<std::map<UserId, Time>(const Transaction& tx, const ProjectId& project)>
      last_active;
};

/// What in a project needs a decision.
struct ProjectSummary {
  static constexpr std::size_t listed_max = 20;  // of each list

  struct LateTask {
    TaskId id;
    std::string name;
    std::string due_date;  // JSON number, epoch ms
    std::optional<Time> done_by;
  };

  struct PersonAtWork {
    UserId person;
    std::uint64_t open = 0;
    std::optional<Time> last_active;  // nullopt: never, or nobody can tell
    std::optional<Time> until;        // of who is absent; nullopt: nobody knows
  };

  std::vector<LateTask> late;              // due, and something is open; the earliest due first
  std::vector<LateTask> forecast_late;     // will be, as it goes on; the earliest due first
  std::vector<PersonAtWork> without_work;  // nothing open, while another has twice the mean
  std::vector<PersonAtWork> overloaded;    // that other; the most loaded first
  std::vector<PersonAtWork> idle;          // open items, and nothing done for a day; likewise
  std::vector<PersonAtWork> absent;        // away, with open items; likewise
  std::uint64_t issues = 0;                // items with an open issue
  std::uint64_t for_review = 0;            // items for review and without an open issue
};

/// Over the tasks of the project that are not archived and not dismissed, as far as the caller sees
/// into them (B-171): who sees own work alone gets a summary of that, its forecasts too. People are
/// the annotators among the members and whoever holds work, less removed members. An item in
/// several tasks counts once. Costs the project's tasks and their people. Errors: not_found,
/// forbidden. Source: docs/spec/operations.md#lists-of-work.
[[nodiscard]] Result<ProjectSummary> summarize_project(
    Env& env, const Caller& caller, const ProjectId& project, const Forecasts& forecasts = {}
);

}  // namespace allot
