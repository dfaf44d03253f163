#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

namespace allot::inline v1 {

/// Sets a status word on items, or takes it away.
[[nodiscard]] boost::json::value status_body(
    const std::string& status, const std::vector<std::string>& item_ids, bool clear
);

}  // namespace allot::inline v1
