#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "http/json_body.h"

namespace allot::http {

/// Ids are in lower case, however they were written.
[[nodiscard]] std::vector<ProjectId> to_project_ids(const std::vector<std::string>& texts);

/// The member `projectIds` of things that belong to one project. Errors: invalid (absent, or not
/// exactly one).
[[nodiscard]] Result<ProjectId> only_project(
    const JsonBody& body, std::string_view name = "projectIds"
);

}  // namespace allot::http
