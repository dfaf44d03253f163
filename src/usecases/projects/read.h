#pragma once

#include <string>
#include <vector>

#include "usecases/env.h"
#include "usecases/members/read.h"

namespace allot {

/// A project as one caller sees it.
struct ProjectView {
  Project project;
  Role role = Role::annotator;  // the caller's; annotator for those who only hold work in it
  std::vector<MemberView> contributors;  // empty for those who may not see the members
  Organization organization;
};

/// In the transaction of a change or a read; the caller must be allowed to see the project.
[[nodiscard]] ProjectView view_of(
    const Transaction& tx, const Caller& caller, const Project& project
);

/// The projects that the caller is an active member of, oldest first.
[[nodiscard]] std::vector<ProjectView> list_projects(Env& env, const Caller& caller);

/// Errors: not_found (absent, archived, or neither a member nor at work in it).
[[nodiscard]] Result<ProjectView> get_project(Env& env, const Caller& caller, const ProjectId& id);

/// The projects of exactly this name that the caller may see, at least one.
/// Errors: not_found (none).
[[nodiscard]] Result<std::vector<ProjectView>> get_projects_named(
    Env& env, const Caller& caller, const std::string& name
);

}  // namespace allot
