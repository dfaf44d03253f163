#pragma once

// For plan.cpp alone: one test or element match on an item, as sets or SQL.

#include "query/plan.h"

namespace allot::query {

/// May it stand in SQL beside others? Unknown fields may: they are constants.
[[nodiscard]] bool is_sql_leaf(const Condition& leaf);

[[nodiscard]] SetExpression plan_leaf(const Condition& leaf);

/// A condition of SQL leaves alone.
[[nodiscard]] SetExpression sql_items(const Condition& condition);

}  // namespace allot::query
