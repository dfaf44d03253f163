#pragma once

// For plan_leaf.cpp alone.

#include "query/plan.h"

namespace allot::query {

/// A leaf at or below metadata.system.refs.
[[nodiscard]] SetExpression plan_refs(const Condition& leaf);

/// A test on metadata.system.annotationStatus: the words of the item's tasks and of its
/// annotations.
[[nodiscard]] SetExpression plan_statuses(const Test& test);

}  // namespace allot::query
