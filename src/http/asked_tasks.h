#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/parameters.h"
#include "usecases/tasks/read.h"

namespace allot::http {

/// What `GET /annotationtasks` is narrowed by.
struct AskedTasks {
  std::vector<ProjectId> projects;
  std::vector<DatasetId> datasets;
  std::vector<RecipeId> recipes;
  std::vector<TaskId> parents;
  std::vector<AssignmentId> assignments;
  std::optional<AskedName> name;
  std::vector<UserId> creators;
  std::vector<UserId> owners;
  std::vector<std::string> statuses;
  std::vector<std::string> types;
  std::optional<double> due_after;  // epoch ms, like the next
  std::optional<double> due_before;
  bool archived = false;
};

/// Errors: invalid.
[[nodiscard]] Result<AskedTasks> asked_tasks(const Parameters& parameters);

/// Takes out what is not asked for.
void keep_asked(const AskedTasks& asked, std::vector<TaskView>& views);

}  // namespace allot::http
