#pragma once

// For the .cpp files of this folder: queries whose matches are changed.

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "query/tree.h"

namespace allot::query {

/// Does the query object ask for a change: `update`, `delete` or `references`, of whatever kind?
/// `delete: false` and null ask for none.
[[nodiscard]] bool asks_for_change(const boost::json::object& query);

/// `repeated`: the name of a member that some object has twice; only the last of the two would
/// count. Errors: invalid (names the member).
[[nodiscard]] Result<Done> check_names(const std::optional<std::string>& repeated);

/// A change says what it means or is refused (B-253): nothing is unknown, at whatever depth but in
/// the conditions themselves; `filter` is there (empty only when written out); `resource` is
/// `items` or `annotations`; counts are numbers, not texts; `skip` is for pages alone; one change
/// at a time. Errors: invalid (names the member).
[[nodiscard]] Result<Done> check_change(const boost::json::object& query);

/// A query whose matches are taken elsewhere, into a clone or an export, has no unknown member.
/// `where`: its path, with a dot. Errors: invalid (names the member).
[[nodiscard]] Result<Done> check_taking(const boost::json::object& query, const std::string& where);

/// A filter of a checked change, as it was read: `{"$and":[]}` and its like take everything without
/// saying so. Errors: invalid.
[[nodiscard]] Result<Done> check_means_something(
    const boost::json::object& query, const Condition& filter
);

/// The same for a query that picks the items which a task gets or loses: `{}` alone stands for
/// everything, also with the `sort` that a task's own text has; the resource is `items`, and no
/// change stands in it.
[[nodiscard]] Result<Done> check_selection(const boost::json::object& query);

}  // namespace allot::query
