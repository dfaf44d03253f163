#pragma once

// For the .cpp files of this folder: set expressions, simplified as they are made.

#include "query/plan.h"

namespace allot::query {

[[nodiscard]] SetExpression intersection(std::vector<SetExpression> operands);
[[nodiscard]] SetExpression union_of(std::vector<SetExpression> operands);
[[nodiscard]] SetExpression complement(SetExpression operand);
[[nodiscard]] SetExpression with_annotation(SqlText condition);

}  // namespace allot::query
