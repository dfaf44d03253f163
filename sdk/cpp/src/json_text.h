#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allot::inline v1 {

// Reading answers. Absent members and those of another type give the empty value: the server may
// add members, and older ones lack some.

[[nodiscard]] boost::json::value parse_json(std::string_view text);
[[nodiscard]] const boost::json::value* member_of(
    const boost::json::value& object, std::string_view name
);
[[nodiscard]] std::string text_of(const boost::json::value& object, std::string_view name);
[[nodiscard]] std::uint64_t count_of(const boost::json::value& object, std::string_view name);
[[nodiscard]] double number_of(const boost::json::value& object, std::string_view name);
[[nodiscard]] bool flag_of(const boost::json::value& object, std::string_view name);
/// The member as JSON text; "" when it is absent or null.
[[nodiscard]] std::string json_of(const boost::json::value& object, std::string_view name);
[[nodiscard]] std::vector<std::string> texts_of(
    const boost::json::value& object, std::string_view name
);
/// Each element as JSON text.
[[nodiscard]] std::vector<std::string> elements_of(const boost::json::value& array);

/// A whole number without a fraction or exponent.
[[nodiscard]] boost::json::value number_json(double number);

/// The caller's JSON text. Throws BadRequest naming `field`: no JSON object.
[[nodiscard]] boost::json::value parse_object(std::string_view text, std::string_view field);

}  // namespace allot::inline v1
