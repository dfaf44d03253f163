#pragma once

// For the .cpp files of this folder: the grammar of filters, from parsed JSON.

#include <boost/json/fwd.hpp>

#include "base/result.h"
#include "query/query.h"
#include "query/tree.h"

namespace allot::query {

/// Null is true, as an absent filter is. Errors: invalid (unknown operator, operand of a wrong
/// kind).
[[nodiscard]] Result<Condition> condition_of(const boost::json::value& filter, Resource resource);

}  // namespace allot::query
