#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace allot::sdk_tests {

/// base64url without padding.
inline std::string base64url(std::string_view bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (held += 8; held >= 6; held -= 6) text += letters[bits >> (held - 6) & 63u];
  }
  if (held > 0) text += letters[bits << (6 - held) & 63u];
  return text;
}

/// A token with these claims (JSON), signed by nobody.
inline std::string token_of(std::string_view claims) {
  return base64url(R"({"alg":"none"})") + "." + base64url(claims) + "." + base64url("signature");
}

inline std::string token_that_ends_in(std::chrono::seconds time) {
  const auto end = std::chrono::system_clock::now().time_since_epoch() + time;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(end).count();
  return token_of(R"({"email":"mia@example.org","exp":)" + std::to_string(seconds) + "}");
}

}  // namespace allot::sdk_tests
