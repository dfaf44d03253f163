#pragma once

#include "domain/permissions.h"
#include "usecases/env.h"

namespace allot {

/// Has the caller the standing still with which they made this change: has nobody changed since
/// whether they are a member of its project, or as what; and if they made it as who manages its
/// task, do they manage that still? What they were told then is told them again only so (B-146,
/// B-175). `made`: by the change, if it was a command; `verb`: what it was allowed by.
[[nodiscard]] bool has_same_standing(
    const Transaction& tx,
    const Caller& caller,
    Verb verb,
    const OutboxLines& change,
    const std::optional<Command>& made
);

}  // namespace allot
