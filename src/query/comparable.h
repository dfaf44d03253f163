#pragma once

// For the .cpp files of this folder: may these operands stand beside these fields?

#include "base/result.h"
#include "query/query.h"
#include "query/tree.h"

namespace allot::query {

/// Passes when every operand can be compared with its field: a date with a date, a number with a
/// number, true or false with a flag, a text with a text; null and `[]` with all of them. Fields
/// that the resource does not know, and metadata that clients write, take any operand. Errors:
/// invalid (names the first field that cannot be compared, and what it needs). Source: B-255.
[[nodiscard]] Result<Done> require_comparable(const Condition& condition, Resource resource);

}  // namespace allot::query
