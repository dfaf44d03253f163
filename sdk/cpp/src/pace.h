#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "allot/pace.h"

namespace allot::inline v1 {

/// Of a task or a project.
[[nodiscard]] Pace pace_of(const boost::json::value& answer);

/// "?days=14&tz=Europe%2FBerlin"
[[nodiscard]] std::string query_of(const PaceDays& days);

}  // namespace allot::inline v1
