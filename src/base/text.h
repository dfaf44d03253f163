#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace allot {

/// ASCII only; other bytes stay.
[[nodiscard]] std::string to_lower(std::string_view text);

/// Without leading and trailing ASCII white space.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// At most `length_max` bytes of `text`, control characters shown as `?`: safe to quote in a
/// message or a log.
[[nodiscard]] std::string printable(std::string_view text, std::size_t length_max = 80);

/// Pieces between separators; "" gives one empty piece.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

/// Is it well-formed UTF-8 (no overlong forms, no surrogates)?
[[nodiscard]] bool is_utf8(std::string_view text);

/// Holds a byte below 0x20, or 0x7f?
[[nodiscard]] bool has_control_characters(std::string_view text);

/// The person whom an address names: trimmed and `folded` (base/unicode.h), so that neither letter
/// case nor decomposed letters make somebody another; a domain in punycode stays as it is. Errors:
/// invalid (no `local@domain` form, a character that nobody sees, that is not assigned, or one of
/// `/,;<>"\`, over 254 bytes folded). `field` is named in the message. Source: B-007.
[[nodiscard]] Result<UserId> parse_email(std::string_view text, std::string_view field = "email");

/// Lower-case hex of the bytes.
[[nodiscard]] std::string to_hex(std::string_view bytes);

/// `*` stands for any bytes, `/` included, also none; nothing else is special (contract: B-244).
/// Takes time linear in pattern × text at worst.
[[nodiscard]] bool matches_wildcard(std::string_view pattern, std::string_view text);

}  // namespace allot
