#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace allot {

constexpr std::size_t path_bytes_max = 4000;
constexpr std::size_t part_bytes_max = 255;  // what file systems take, so that it can be downloaded
constexpr std::size_t path_parts_max = 100;  // each but the last becomes a folder

/// How many parts it has.
[[nodiscard]] std::size_t parts_of(std::string_view path);

/// Does it name the root, as `/` does?
[[nodiscard]] bool is_root(std::string_view path);

/// An item's path as it is stored: starts with one '/', no empty part, no final '/'; else byte for
/// byte as given, so that letter case, blanks, backslashes and decomposed letters make another
/// path. Errors: invalid (does not start with '/', a part `..` or `.`, one that is no name
/// (`check_name`) or has over 255 bytes, no UTF-8, over 4,000 bytes or 100 parts, the root itself),
/// naming `field`.
[[nodiscard]] Result<std::string> parse_item_path(
    std::string_view path, std::string_view field = "path"
);

}  // namespace allot
