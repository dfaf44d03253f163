#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

#include "allot/statuses.h"

namespace allot::inline v1 {

/// `{operation, status, returnLastStatus}`: sets a status word, or takes it away.
[[nodiscard]] boost::json::value status_order(const std::string& status, bool clear);

/// The same, for many items.
[[nodiscard]] boost::json::value status_body(
    const std::string& status, const std::vector<std::string>& item_ids, bool clear
);

/// The answer to that: the statuses now in force by item; null after a clear.
[[nodiscard]] std::vector<ItemStatus> statuses_of(const boost::json::value& answer);

}  // namespace allot::inline v1
