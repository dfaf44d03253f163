#include "configuration.h"

#include <fmt/format.h>

#include <algorithm>

namespace allot::app {

std::filesystem::path data_folder_of(const Configuration& configuration) {
  if (configuration.data.value_or("").empty()) {
    throw UsageError("Name the data folder by --data DIR or ALLOT_DATA.");
  }
  return std::filesystem::absolute(*configuration.data).lexically_normal();
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
  const auto name = configuration.log_level.value_or("info");
  if (name == "debug") return LogLevel::debug;
  if (name == "info") return LogLevel::info;
  if (name == "warning") return LogLevel::warning;
  if (name == "error") return LogLevel::error;
  throw UsageError(fmt::format("`{}` is no log level; give debug, info, warning or error.", name));
}

}  // namespace allot::app
