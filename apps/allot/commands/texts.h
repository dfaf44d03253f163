#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace allot::cli {

/// "1 item", "2 items".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);

/// An e-mail address, or "the server" for nobody's.
[[nodiscard]] std::string who_did_it(const std::string& by);

/// A text as JSON, with its quotes.
[[nodiscard]] std::string json_quoted(std::string_view text);

/// A text as one word of a shell, to be copied: in single quotes where it needs some.
[[nodiscard]] std::string shell_word(std::string_view text);

/// 999 B, 1.0 KB, 2.5 GB: thousands.
[[nodiscard]] std::string bytes_text(double bytes);

/// A text in lower case; letters of ASCII alone.
[[nodiscard]] std::string lower(std::string text);

}  // namespace allot::cli
