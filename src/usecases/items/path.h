#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace allot {

/// An item's path as it is stored: starts with one '/', no empty part, no final '/'. Errors:
/// invalid (does not start with '/', a part `..` or `.`, control characters, no UTF-8, over 4,000
/// bytes, the root itself), naming `field`.
[[nodiscard]] Result<std::string> parse_item_path(
    std::string_view path, std::string_view field = "path"
);

/// Files whose path has a part starting with '.' are hidden.
[[nodiscard]] bool is_hidden_path(std::string_view path);

}  // namespace allot
