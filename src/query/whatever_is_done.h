#pragma once

#include <optional>

#include "query/plan.h"

namespace allot::query {

/// What the expression could name whatever is handled and annotated: each condition on statuses or
/// annotations, and on whole items, which have both, counts as it suits. It names all that the
/// expression names, and the same before and after such work. Nothing where the expression asks
/// nothing of it.
[[nodiscard]] std::optional<SetExpression> whatever_is_done(const SetExpression& expression);

}  // namespace allot::query
