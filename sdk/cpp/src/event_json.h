#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>

#include "allot/events.h"

namespace allot::inline v1 {

/// `data`: what the server tells of it.
[[nodiscard]] Event event_of(std::int64_t number, std::string kind, const boost::json::value& data);

}  // namespace allot::inline v1
