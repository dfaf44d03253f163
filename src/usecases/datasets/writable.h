#pragma once

#include "usecases/env.h"

namespace allot {

/// May its items and annotations be changed now? Statuses and moves of work go on in a locked
/// dataset. Errors: conflict (an export has locked it).
[[nodiscard]] Result<Done> require_writable(const Dataset& dataset);

/// That error.
[[nodiscard]] Unexpected locked_by_export();

}  // namespace allot
