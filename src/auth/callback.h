#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace allot {

/// Where the sign-in page may send a browser with fresh tokens.
struct Callback {
  std::string origin;  // scheme://host[:port]; safe in a header, e.g. the page's form-action policy
  std::string base;    // the origin and "/": `?id_token=…` is appended to it
  bool operator==(const Callback&) const = default;
};

/// `scheme://host[:port]`, scheme http or https, all in lower case, nothing else: no user info,
/// path, query, fragment. The answer is without the scheme's own port (80, 443). Meant for settings
/// too. Errors: invalid.
[[nodiscard]] Result<std::string> parse_origin(std::string_view text);

/// Checks the `callback` of the sign-in page, as the query gave it after decoding. Allowed are http
/// at exactly `localhost`, `127.0.0.1` or `[::1]`, at any port, and the origins in
/// `allowed_origins` (as `parse_origin` gives them); the path may be `/` or none; a query or
/// fragment never. Errors: invalid (anything else; one sentence says what is allowed).
[[nodiscard]] Result<Callback> parse_callback(
    std::string_view url, std::span<const std::string> allowed_origins
);

}  // namespace allot
