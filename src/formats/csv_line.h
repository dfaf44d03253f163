#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace allot::formats {

/// Appends a line of CSV (RFC 4180, ended by a line feed alone): what holds a comma, a quote or a
/// line break stands in quotes.
void append_csv_line(std::string& out, std::initializer_list<std::string_view> fields);

}  // namespace allot::formats
