#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string_view>

#include "allot/times.h"

namespace allot::inline v1 {

/// A member in milliseconds since 1970. Nothing when it is absent, null, or no time.
[[nodiscard]] std::optional<Time> moment_of(
    const boost::json::value& object, std::string_view name
);

}  // namespace allot::inline v1
