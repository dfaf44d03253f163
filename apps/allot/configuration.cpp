#include "configuration.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>

#include "base/text.h"

namespace allot::app {

namespace {

std::optional<std::string> variable(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

void fill(std::optional<std::string>& member, const char* name) {
  if (!member) member = variable(name);
}

std::size_t checked_number(std::string_view text, std::string_view what, NumberRange range) {
  std::size_t count = 0;
  const auto* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc{} || rest != end || count < range.least || count > range.most) {
    throw UsageError(
        fmt::format("`{}` is no {}; give {} to {}.", text, what, range.least, range.most)
    );
  }
  return count;
}

void fill(
    std::optional<std::size_t>& member, const char* name, std::string_view what, NumberRange range
) {
  const auto text = variable(name);
  if (text && !member) member = checked_number(*text, what, range);
}

}  // namespace

void add_environment(Configuration& configuration) {
  fill(configuration.data, "ALLOT_DATA");
  fill(configuration.config, "ALLOT_CONFIG");
  fill(configuration.listen, "ALLOT_LISTEN");
  fill(configuration.public_url, "ALLOT_PUBLIC_URL");
  fill(configuration.log_level, "ALLOT_LOG_LEVEL");
  fill(configuration.log_format, "ALLOT_LOG_FORMAT");
  fill(configuration.metrics_token_file, "ALLOT_METRICS_TOKEN_FILE");
  fill(configuration.tls_cert, "ALLOT_TLS_CERT");
  fill(configuration.tls_key, "ALLOT_TLS_KEY");
  if (const auto proxies = variable("ALLOT_TRUSTED_PROXIES");
      proxies && !configuration.trusted_proxies) {
    configuration.trusted_proxies = split(*proxies, ',');
  }
  if (const auto origins = variable("ALLOT_CALLBACK_ORIGINS");
      origins && !configuration.callback_origins) {
    configuration.callback_origins = split(*origins, ',');
  }
  if (const auto threads = variable("ALLOT_IO_THREADS"); threads && !configuration.io_threads) {
    configuration.io_threads = checked_io_threads(*threads);
  }
  fill(
      configuration.query_seconds_max,
      "ALLOT_QUERY_SECONDS_MAX",
      "number of seconds",
      query_seconds_range
  );
  fill(configuration.history_days, "ALLOT_HISTORY_DAYS", "number of days", history_days_range);
  fill(
      configuration.ledger_megabytes_max,
      "ALLOT_LEDGER_MEGABYTES_MAX",
      "number of megabytes",
      ledger_megabytes_range
  );
}

std::size_t checked_io_threads(std::string_view text) {
  return checked_number(text, "number of I/O threads", io_threads_range);
}

std::filesystem::path data_folder_of(const Configuration& configuration) {
  if (configuration.data.value_or("").empty()) {
    throw UsageError("Name the data folder by --data DIR or ALLOT_DATA.");
  }
  return std::filesystem::absolute(*configuration.data).lexically_normal();
}

std::string Configuration::listen_address() const {
  return checked_listen(listen.value_or("127.0.0.1:8080"));
}

std::string checked_public_url(const std::string& url) {
  const auto scheme_end = url.find("://");
  const auto scheme = url.substr(0, std::min(scheme_end, url.size()));
  auto host = scheme_end == std::string::npos ? "" : url.substr(scheme_end + 3);
  while (host.ends_with('/')) host.pop_back();
  const bool is_origin = host.find_first_of("/?#@ \t") == std::string::npos && !host.empty();
  if ((scheme != "http" && scheme != "https") || !is_origin) {
    throw UsageError(
        fmt::format("`{}` is no public URL; give http://HOST[:PORT] or https://HOST[:PORT].", url)
    );
  }
  return fmt::format("{}://{}", scheme, host);
}

LogLevel log_level_of(const Configuration& configuration) {
  return checked_log_level(configuration.log_level.value_or("info"));
}

LogLevel checked_log_level(std::string_view name) {
  if (const auto level = parse_log_level(name)) return *level;
  throw UsageError(fmt::format("`{}` is no log level; give debug, info, warning or error.", name));
}

LogFormat log_format_of(const Configuration& configuration) {
  return checked_log_format(configuration.log_format.value_or("text"));
}

LogFormat checked_log_format(std::string_view name) {
  if (name == "text") return LogFormat::text;
  if (name == "json") return LogFormat::json;
  throw UsageError(fmt::format("`{}` is no log format; give text or json.", name));
}

const std::string& checked_listen(const std::string& address) {
  const auto colon = address.rfind(':');
  const auto port = colon == std::string::npos ? "" : address.substr(colon + 1);
  std::uint16_t number = 0;
  const auto* const end = port.data() + port.size();
  const auto [rest, error] = std::from_chars(port.data(), end, number);
  if (port.empty() || colon == 0 || error != std::errc{} || rest != end) {
    throw UsageError(fmt::format(
        "`{}` is no address to listen on; write it like 127.0.0.1:8080, with a port up to 65535.",
        address
    ));
  }
  return address;
}

net::AddressBlock checked_proxy(const std::string& text) {
  const auto block = net::AddressBlock::parse(trimmed(text));
  if (block) return *block;
  throw UsageError(fmt::format("`{}` is no address of a proxy; give ADDRESS or ADDRESS/BITS.", text)
  );
}

std::string metrics_token_of(const Configuration& configuration) {
  constexpr std::size_t bytes_min = 20;
  if (!configuration.metrics_token_file) return "";
  const auto& file = *configuration.metrics_token_file;
  std::ifstream stream(file);
  std::string token;
  if (!stream) throw UsageError(fmt::format("The metrics token's file {} cannot be read.", file));
  std::getline(stream, token);
  if (token.ends_with('\r')) token.pop_back();
  if (token.size() >= bytes_min) return token;
  throw UsageError(
      fmt::format("The metrics token in {} is shorter than {} characters.", file, bytes_min)
  );
}

}  // namespace allot::app
