#pragma once

#include <boost/json/fwd.hpp>
#include <optional>

#include "allot/pulling.h"

namespace allot::inline v1 {

/// Of `metadata.system` of a task; nothing when nobody pulls from it.
[[nodiscard]] std::optional<Pulling> pulling_of(const boost::json::value& system);

/// As `metadata.system` of a new task has it.
[[nodiscard]] boost::json::value json_of(const Pulling& pulling);

}  // namespace allot::inline v1
