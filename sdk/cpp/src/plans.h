#pragma once

#include <boost/json/fwd.hpp>

#include "allot/plans.h"
#include "allot/workload.h"

namespace allot::inline v1 {

/// The answer of a move with `?dryRun=true`.
[[nodiscard]] Plan plan_of(const boost::json::value& answer);

/// As the API takes it: `[{"assigneeId": …, "load": …}]`.
[[nodiscard]] boost::json::value json_of(const Workload& workload);

}  // namespace allot::inline v1
