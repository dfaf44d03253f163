#pragma once

#include <boost/json/fwd.hpp>

#include "allot/assignments.h"

namespace allot::inline v1 {

/// Of a task's or an assignment's JSON.
[[nodiscard]] Counts counts_of(const boost::json::value& value);

}  // namespace allot::inline v1
