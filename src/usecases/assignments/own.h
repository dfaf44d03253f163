#pragma once

#include <optional>

#include "usecases/assignments/list.h"

namespace allot {

/// A page of the caller's own assignments in all projects, in the order in which they are to be
/// worked: higher priority first, then the earlier due date (B-134). `active`: only those that have
/// open items and whose task is not dismissed, or only the others. Costs what the caller has, and
/// rows and ledgers of the page, whatever else there is.
[[nodiscard]] AssignmentPage list_own_assignments(
    Env& env, const Caller& caller, std::optional<bool> active, const Window& page
);

}  // namespace allot
