#pragma once

#include <optional>
#include <string>

#include "usecases/projects/read.h"

namespace allot {

struct RenameProject {
  ProjectId project;
  std::optional<std::string> name;  // absent: stays
};

/// Gives the project another name; the present one is no change. Repeatable.
/// Errors: not_found, forbidden, invalid (as for `create_project`).
[[nodiscard]] Result<ProjectView> rename_project(
    Env& env, const Caller& caller, const RenameProject& input
);

/// The project, and the account among whose projects the name is single.
[[nodiscard]] Scope scope_of(const Transaction& tx, const RenameProject& input);

}  // namespace allot
