#pragma once

#include <span>

#include "usecases/env.h"

namespace allot {

/// The project's hidden dataset for files that belong to no work (instructions, exports), made when
/// there is none yet. In the transaction of a change, without looking at rights.
[[nodiscard]] Dataset find_or_make_binaries(
    Env& env, Transaction& tx, const Caller& caller, const ProjectId& project
);

/// Makes it in those of these projects where it is missing and the caller may change data; writes
/// nothing when there are none. Repeatable.
void make_missing_binaries(Env& env, const Caller& caller, std::span<const ProjectId> projects);

}  // namespace allot
