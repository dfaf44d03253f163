#pragma once

#include <span>
#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

/// Open work of a project (B-115).
struct OpenWork {
  std::uint64_t tasks = 0;        // open tasks
  std::uint64_t assignments = 0;  // unfinished ones of open tasks
  std::uint64_t issues = 0;       // items of open tasks with an open issue
  std::uint64_t reviews = 0;      // items of open tasks for review
};

/// Of the tasks that the caller may see; with `people` only their assignments, and the items in
/// these. Errors: not_found, forbidden (project).
[[nodiscard]] Result<OpenWork> count_open_work(
    Env& env, const Caller& caller, const ProjectId& project, std::span<const UserId> people
);

/// The JSON arrays of available actions: the default ones, then those of each task of the dataset
/// that the caller may see. Errors: not_found, forbidden (dataset, or it is of another project).
[[nodiscard]] Result<std::vector<std::string>> list_actions(
    Env& env, const Caller& caller, const ProjectId& project, const DatasetId& dataset
);

}  // namespace allot
