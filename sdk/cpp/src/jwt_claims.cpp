#include "jwt_claims.h"

#include <boost/json.hpp>
#include <cstdint>

#include "json_text.h"

namespace allot::inline v1 {

namespace {

/// base64url without padding; stops at what is none.
std::string decoded(std::string_view text) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char letter : text) {
    const auto value = letters.find(letter);
    if (value == std::string_view::npos) break;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFFu);
  }
  return bytes;
}

boost::json::value claims_of(std::string_view token) {
  const auto first = token.find('.');
  const auto second = token.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return {};
  boost::system::error_code error;
  auto claims = boost::json::parse(decoded(token.substr(first + 1, second - first - 1)), error);
  return error ? boost::json::value() : claims;
}

}  // namespace

std::string claim_of(std::string_view token, std::string_view name) {
  return text_of(claims_of(token), name);
}

bool ends_within(std::string_view token, std::chrono::seconds margin) {
  const auto end = number_of(claims_of(token), "exp");
  const auto now = std::chrono::system_clock::now().time_since_epoch() + margin;
  return static_cast<double>(std::chrono::duration_cast<std::chrono::seconds>(now).count()) >= end;
}

}  // namespace allot::inline v1
