#pragma once

#include <string_view>

#include "base/result.h"

namespace allot {

/// May a project be named so? Letters and digits of any script, space, and !@#$%^&*()_+-[]|.,
/// Errors: invalid (what `check_name` refuses, or another character).
/// Source: B-151, B-152.
[[nodiscard]] Result<Done> check_project_name(std::string_view name);

}  // namespace allot
