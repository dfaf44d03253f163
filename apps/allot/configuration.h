#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "net/peers.h"

namespace allot::app {

/// The command was used wrongly: told in one sentence, exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What flags, environment and settings file say, in this order of strength.
struct Configuration {
  std::optional<std::string> data;
  std::optional<std::string> config;
  std::optional<std::string> listen;
  std::optional<std::string> public_url;
  std::optional<std::vector<std::string>> callback_origins;
  std::optional<std::size_t> io_threads;
  std::optional<std::string> log_level;
  std::optional<std::string> log_format;
  std::optional<std::string> metrics_token_file;
  std::optional<std::size_t> query_seconds_max;
  std::optional<std::size_t> history_days;
  std::optional<std::size_t> ledger_megabytes_max;
  std::optional<std::string> tls_cert;
  std::optional<std::string> tls_key;
  std::optional<std::vector<std::string>> trusted_proxies;

  /// Throws UsageError when it is none.
  [[nodiscard]] std::string listen_address() const;
};

/// The data folder, absolute. Throws UsageError when nobody named one.
[[nodiscard]] std::filesystem::path data_folder_of(const Configuration& configuration);

/// Fills what is still open from the environment: `ALLOT_DATA` and so on; unknown variables are
/// ignored, empty ones count as absent. Throws UsageError (a number that is none).
void add_environment(Configuration& configuration);

/// Fills what is still open from the settings file: `--config`, else `allot.toml` in the data
/// folder when there is one. Throws UsageError: a named file that is not there, no TOML, an unknown
/// key, a value of the wrong kind.
void add_settings_file(Configuration& configuration);

/// The same for the text of one file; `name` is for messages.
void add_settings_text(Configuration& configuration, std::string_view toml, std::string_view name);

/// Throws UsageError: not 1 to 1024.
[[nodiscard]] std::size_t checked_io_threads(std::string_view text);

/// What may be given for a setting that is a number.
struct NumberRange {
  std::size_t least = 1;
  std::size_t most = 1024;
};

inline constexpr NumberRange io_threads_range{1, 1024};
inline constexpr NumberRange query_seconds_range{1, 86'400};
/// Repeats are told from new requests by what came in the last day, so two days are kept at least.
inline constexpr NumberRange history_days_range{2, 36'500};
inline constexpr NumberRange ledger_megabytes_range{16, 1'048'576};

/// Without the final `/`. Throws UsageError: not `http(s)://host[:port]`.
[[nodiscard]] std::string checked_public_url(const std::string& url);

/// Throws UsageError: no such level.
[[nodiscard]] LogLevel log_level_of(const Configuration& configuration);
[[nodiscard]] LogLevel checked_log_level(std::string_view name);
/// Throws UsageError: no such format.
[[nodiscard]] LogFormat log_format_of(const Configuration& configuration);
[[nodiscard]] LogFormat checked_log_format(std::string_view name);

/// HOST:PORT. Throws UsageError.
const std::string& checked_listen(const std::string& address);
/// ADDRESS or ADDRESS/BITS. Throws UsageError.
[[nodiscard]] net::AddressBlock checked_proxy(const std::string& text);

/// The first line of the file that holds it; "" where none is named. Throws UsageError: a file that
/// cannot be read, or a token of fewer than 20 bytes.
[[nodiscard]] std::string metrics_token_of(const Configuration& configuration);

}  // namespace allot::app
