#pragma once

// For .cpp files of query/ and http/ alone: they know the JSON library.

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

namespace allot::json {

// Trees in which numbers stand as they were written (`parse_as_written`). The library's value
// has room for an integer or a double. A number that either would print otherwise (`1e5`, `1.50`,
// `-0`, thirty digits) is kept as its text, behind a byte with which no text begins; what reads or
// prints such a tree asks here what is a number and what a text.

/// The form in which doubles are printed: shortest digits that read back as the same one, with a
/// fraction also when it is whole, an exponent from 1e+16 and below 1e-04: `1.0`, `0.1`, `1e+22`,
/// `1e-07`. It is that of Python, so that what its clients send is in this form.
[[nodiscard]] std::string number_text(double number);

/// How a number of this text is kept where it is not in that form.
[[nodiscard]] std::string kept_number(std::string_view text);

[[nodiscard]] bool is_number(const boost::json::value& value);
[[nodiscard]] bool is_text(const boost::json::value& value);

/// Of a number: the nearest double.
[[nodiscard]] double number_of(const boost::json::value& value);

/// Compact JSON: numbers as they were written, members in their order.
[[nodiscard]] std::string to_text(const boost::json::value& value);
[[nodiscard]] std::string to_text(const boost::json::object& object);

}  // namespace allot::json
