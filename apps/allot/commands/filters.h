#pragma once

#include <string>
#include <vector>

#include "allot/filters.h"

namespace allot::cli {

/// Conditions that must all hold, each a field, an operator and a value, or a JSON object of the
/// query language (docs/spec/queries.md). Operators: `=` and `!=`; `<`, `<=`, `>`, `>=`; `~`, which
/// a text holds, or is like where it has a `*`. Throws UsageError with a list of what there is: an
/// unknown field or operator, a value that the field cannot have, in JSON too.
[[nodiscard]] Filters parse_filters(const std::vector<std::string>& conditions);

/// What `--help` says of a condition.
[[nodiscard]] std::string help_of_filters();

}  // namespace allot::cli
