#include "auth/callback.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace allot {

namespace {

/// An origin in its three parts, each checked.
struct Origin {
  std::string_view scheme;
  std::string_view host;  // an IPv6 address in its brackets
  int port = 0;           // 0: the scheme's own
};

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_ipv6_character(char c) {
  return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

bool is_host(std::string_view text) {
  if (text.starts_with('[')) {
    return text.size() > 4 && text.ends_with(']') &&
           std::ranges::all_of(text.substr(1, text.size() - 2), is_ipv6_character);
  }
  return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, is_host_character);
}

/// Digits without leading zeros, 1 to 65535.
std::optional<int> read_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || text.front() == '0' || port < 1 || port > 65535) return std::nullopt;
  return port;
}

/// Takes the few forms that are allowed and no other. A browser reads far more into a URL than its
/// grammar says (`\` for `/`, tabs left out, user info), so nothing is corrected or skipped here.
std::optional<Origin> split_origin(std::string_view text) {
  Origin origin;
  for (const std::string_view scheme : {"http", "https"}) {
    if (text.starts_with(scheme) && text.substr(scheme.size()).starts_with("://"))
      origin.scheme = scheme;
  }
  if (origin.scheme.empty()) return std::nullopt;
  text.remove_prefix(origin.scheme.size() + 3);

  const auto host_end = text.starts_with('[') ? text.find(']') : std::size_t{0};
  if (host_end == std::string_view::npos) return std::nullopt;
  const auto colon = text.find(':', host_end);
  origin.host = text.substr(0, colon);
  if (!is_host(origin.host)) return std::nullopt;
  if (colon != std::string_view::npos) {
    const auto port = read_port(text.substr(colon + 1));
    if (!port) return std::nullopt;
    const int own = origin.scheme == "http" ? 80 : 443;
    origin.port = *port == own ? 0 : *port;
  }
  return origin;
}

std::string render(const Origin& origin) {
  auto text = fmt::format("{}://{}", origin.scheme, origin.host);
  if (origin.port != 0) text += fmt::format(":{}", origin.port);
  return text;
}

bool is_loopback(const Origin& origin) {
  return origin.scheme == "http" &&
         (origin.host == "localhost" || origin.host == "127.0.0.1" || origin.host == "[::1]");
}

}  // namespace

Result<std::string> parse_origin(std::string_view text) {
  const auto origin = split_origin(text);
  if (!origin) {
    return fail(
        ErrorCode::invalid,
        fmt::format(
            "`{}` is no origin: write it as https://host or http://host:port, in lower case, "
            "without a path.",
            printable(text)
        )
    );
  }
  return render(*origin);
}

Result<Callback> parse_callback(
    std::string_view url, std::span<const std::string> allowed_origins
) {
  const auto without_path = url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
  const auto origin = split_origin(without_path);
  const auto text = origin ? render(*origin) : std::string();
  if (!origin || !(is_loopback(*origin) || std::ranges::count(allowed_origins, text) > 0)) {
    return invalid_field(
        "callback",
        "is not allowed",
        fmt::format(
            "The `callback` `{}` is not allowed: it must be http://localhost with any port, or an "
            "origin that this server was told to trust.",
            printable(url)
        )
    );
  }
  return Callback{.origin = text, .base = text + "/"};
}

}  // namespace allot
