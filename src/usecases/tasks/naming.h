#pragma once

#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

// Names of a task's assignments (B-072).

/// What they begin with: `<task> (`, the task's name cut where the longest address and a number
/// would not fit behind it.
[[nodiscard]] std::string start_of_names(const Task& task);

/// `<task> (<person>)`
[[nodiscard]] std::string plain_name(const std::string& start, const UserId& person);

/// Gives those a ` #2`, ` #3` … whose plain names are taken in the project.
void find_free_names(const Transaction& tx, const Task& task, std::vector<Assignment>& assignments);

}  // namespace allot
