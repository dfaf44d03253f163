#pragma once

#include <optional>
#include <string>

#include "base/function_ref.h"
#include "query/tree.h"

namespace allot::query {

/// The condition with `*` standing for itself in those texts that the field must equal and that
/// `is_name` says are names; `$glob` and `$match` stay wildcards. So what has a `*` in its name is
/// found by its name, and it alone (B-021).
[[nodiscard]] Condition with_names(
    Condition condition, const Path& field, FunctionRef<bool(const std::string&)> is_name
);

/// The path that a filter looks one item up by, when it has a `*`: a type and a path, and nothing
/// else, as `items.get(filepath=…)` of the SDK asks. Nothing for any other filter.
[[nodiscard]] std::optional<std::string> path_looked_up(const Condition& filter);

/// The path that whatever matches has: the filter, or a part of it that must hold, asks for it and
/// no other, and it has no `*`. Nothing where no part does.
[[nodiscard]] std::optional<std::string> path_of_matches(const Condition& filter);

}  // namespace allot::query
