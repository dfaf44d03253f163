#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace allot::inline v1 {

// What a client reads from its token; nothing is verified, that is the server's work.

/// The text claim; "" when there is none, or the text is no token.
[[nodiscard]] std::string claim_of(std::string_view token, std::string_view name);

/// No token, or one without an end, has ended.
[[nodiscard]] bool ends_within(std::string_view token, std::chrono::seconds margin);

}  // namespace allot::inline v1
