#pragma once

#include <boost/json/fwd.hpp>

#include "allot/assignments.h"

namespace allot::inline v1 {

/// `expect` of a move: `{"version", "people": [{"assigneeId", "gives", "gets"}]}`.
[[nodiscard]] boost::json::value expectation_of(const Plan& plan);

/// The body of a redistribution, of an assignment or of a whole task.
[[nodiscard]] boost::json::value redistribution_body(
    const Workload& workload, const Redistribution& which
);

}  // namespace allot::inline v1
