#pragma once

#include <string>

#include "usecases/projects/read.h"

namespace allot {

struct CreateProject {
  std::string name;
};

/// Makes a project with the caller as its owner and one bot.
/// Atomic. Not repeatable: a second call is refused for its name.
/// Errors: forbidden (a worker of the organisation), invalid (a name with other characters than
/// `check_project_name` allows, or equal to that of another project by this creator; B-152).
[[nodiscard]] Result<ProjectView> create_project(
    Env& env, const Caller& caller, const CreateProject& input
);

/// Errors: invalid (the creator has another project of this name). `intent` begins the message:
/// "Failed to create project".
[[nodiscard]] Result<Done> require_free_project_name(
    const Transaction& tx, const Project& project, std::string_view intent
);

}  // namespace allot
