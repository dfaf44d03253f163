#pragma once

#include <string>
#include <string_view>

namespace allot {

/// The text with U+FFFD in place of every byte that is no UTF-8; a text that is UTF-8 as it is.
[[nodiscard]] std::string as_utf8(std::string_view text);

}  // namespace allot
