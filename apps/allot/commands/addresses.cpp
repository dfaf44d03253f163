#include "commands/addresses.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "commands/console.h"
#include "commands/texts.h"

namespace allot::cli {

namespace {

constexpr std::string_view digits = "0123456789";

bool has_only(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

/// HOST or HOST:PORT; HOST may be [an IPv6 address].
struct Authority {
  std::string_view host;
  std::string_view port;  // with its colon; "" for none

  explicit Authority(std::string_view text) {
    const auto colon = text.find(':', text.starts_with('[') ? text.find(']') : 0);
    host = text.substr(0, colon);
    port = text.substr(std::min(colon, text.size()));
  }

  [[nodiscard]] bool has_host() const {
    if (host.starts_with('[')) return host.ends_with(']') && has_only(host, "[]:.0123456789abcdef");
    return !host.empty() && host.find_first_of(" \t?#@\\<>\"'") == std::string_view::npos;
  }

  [[nodiscard]] bool has_port() const {
    constexpr std::size_t longest = 6;
    return port.size() > 1 && port.size() <= longest && has_only(port.substr(1), digits);
  }

  [[nodiscard]] bool is_one() const { return has_host() && (port.empty() || has_port()); }

  [[nodiscard]] bool is_this_machine() const {
    return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" ||
           host == "0.0.0.0" || (host.starts_with("127.") && has_only(host, "0123456789."));
  }
};

}  // namespace

std::string server_address(const std::string& written) {
  constexpr std::string_view separator = "://";
  const auto end = written.find(separator);
  const auto scheme = end == std::string::npos ? "" : lower(written.substr(0, end));
  const auto rest = end == std::string::npos ? written : written.substr(end + separator.size());
  const auto host = lower(rest.substr(0, rest.find('/')));
  const Authority authority(host);
  const bool is_known = scheme == "http" || scheme == "https" || end == std::string::npos;
  if (!is_known || !authority.is_one()) {
    throw UsageError(fmt::format(
        "`{}` is no address of a server; write it like https://allot.example.org or "
        "127.0.0.1:8080.",
        written
    ));
  }
  if (!scheme.empty()) return scheme + std::string(separator) + rest;
  return (authority.is_this_machine() ? "http://" : "https://") + rest;
}

}  // namespace allot::cli
