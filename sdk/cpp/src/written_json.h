#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace allot::inline v1 {

// JSON whose numbers stay as they were written: what was read goes back to the server, and into
// `metadata_json` and its like, digit by digit. The library's value has room for an integer or a
// double; a number that either would print otherwise (`1e5`, `1.50`, thirty digits) is kept as its
// text, behind a byte with which no text begins. What reads such a tree asks here what is a number
// and what a text.

/// Nothing when it is no JSON.
[[nodiscard]] std::optional<boost::json::value> parse_as_written(std::string_view text);

[[nodiscard]] bool is_number(const boost::json::value& value);
[[nodiscard]] bool is_text(const boost::json::value& value);
/// Of a number: the nearest double.
[[nodiscard]] double to_double(const boost::json::value& value);

/// Compact JSON: numbers as they were written, doubles in shortest digits (`1.0`, `0.5`, `1e+22`).
[[nodiscard]] std::string to_text(const boost::json::value& value);

}  // namespace allot::inline v1
