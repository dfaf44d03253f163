#include <fmt/format.h>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "commands/nearest.h"
#include "configuration.h"

namespace allot::app {

namespace {

/// Throws UsageError when the value is none of its key.
using Check = void (*)(const std::string&);

/// One key of the file: says what it must be, and fills its member unless that is filled.
class Key {
 public:
  Key(const toml::node& node, std::string name, std::string_view file)
      : node_(node), name_(std::move(name)), file_(file) {}

  void fill(std::optional<std::string>& member, Check check = nullptr) const {
    const auto text = node_.value_exact<std::string>();
    if (!text) refuse("a text");
    if (check != nullptr) require_good([&] { check(*text); });
    if (!member) member = *text;
  }

  void fill(std::optional<std::size_t>& member, NumberRange range) const {
    const auto number = node_.value_exact<std::int64_t>();
    const auto [least, most] = range;
    if (!number || *number < 0 || std::cmp_less(*number, least) ||
        std::cmp_greater(*number, most)) {
      refuse(fmt::format("a number from {} to {}", least, most));
    }
    if (!member) member = static_cast<std::size_t>(*number);
  }

  void fill(std::optional<std::vector<std::string>>& member, Check check = nullptr) const {
    const auto* const array = node_.as_array();
    if (array == nullptr) refuse("a list of texts");
    std::vector<std::string> texts;
    for (const auto& entry : *array) {
      const auto text = entry.value_exact<std::string>();
      if (!text) refuse("a list of texts");
      if (check != nullptr) require_good([&] { check(*text); });
      texts.push_back(*text);
    }
    if (!member) member = std::move(texts);
  }

 private:
  [[nodiscard]] std::string place() const {
    return fmt::format("{}, line {}", file_, node_.source().begin.line);
  }

  [[noreturn]] void refuse(std::string_view kind) const {
    throw UsageError(fmt::format("{}: `{}` must be {}.", place(), name_, kind));
  }

  /// What is wrong with the value is told with its place.
  template <class Look>
  void require_good(Look look) const {
    try {
      look();
    } catch (const UsageError& error) {
      throw UsageError(fmt::format("{}: `{}`: {}", place(), name_, error.what()));
    }
  }

  const toml::node& node_;
  const std::string name_;
  const std::string_view file_;
};

[[noreturn]] void refuse_key(
    const std::string& key, std::string_view file, toml::source_index line
) {
  static const std::vector<std::string> known{
      "data",
      "listen",
      "public_url",
      "callback_origins",
      "io_threads",
      "query_seconds_max",
      "history_days",
      "ledger_megabytes_max",
      "tls_cert",
      "tls_key",
      "trusted_proxies",
      "log_level",
      "log_format",
      "metrics_token_file"
  };
  const auto question = cli::meant(key, known);
  throw UsageError(fmt::format(
      "{}, line {}: there is no setting `{}`{} Settings: {}.",
      file,
      line,
      key,
      question.empty() ? "." : question,
      fmt::join(known, ", ")
  ));
}

toml::table parse(std::string_view text, std::string_view name) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    throw UsageError(fmt::format(
        "{}, line {}: this is no TOML: {}.", name, error.source().begin.line, error.description()
    ));
  }
}

}  // namespace

void add_settings_text(Configuration& configuration, std::string_view toml, std::string_view name) {
  const auto table = parse(toml, name);
  for (const auto& [key, node] : table) {
    const std::string key_name(key.str());
    const Key value(node, key_name, name);
    if (key_name == "data") {
      value.fill(configuration.data);
    } else if (key_name == "listen") {
      value.fill(configuration.listen, [](const auto& address) { (void)checked_listen(address); });
    } else if (key_name == "public_url") {
      value.fill(configuration.public_url, [](const auto& url) { (void)checked_public_url(url); });
    } else if (key_name == "callback_origins") {
      value.fill(configuration.callback_origins);
    } else if (key_name == "io_threads") {
      value.fill(configuration.io_threads, io_threads_range);
    } else if (key_name == "query_seconds_max") {
      value.fill(configuration.query_seconds_max, query_seconds_range);
    } else if (key_name == "history_days") {
      value.fill(configuration.history_days, history_days_range);
    } else if (key_name == "ledger_megabytes_max") {
      value.fill(configuration.ledger_megabytes_max, ledger_megabytes_range);
    } else if (key_name == "tls_cert") {
      value.fill(configuration.tls_cert);
    } else if (key_name == "tls_key") {
      value.fill(configuration.tls_key);
    } else if (key_name == "trusted_proxies") {
      value.fill(configuration.trusted_proxies, [](const auto& address) {
        (void)checked_proxy(address);
      });
    } else if (key_name == "log_level") {
      value.fill(configuration.log_level, [](const auto& level) {
        (void)checked_log_level(level);
      });
    } else if (key_name == "log_format") {
      value.fill(configuration.log_format, [](const auto& format) {
        (void)checked_log_format(format);
      });
    } else if (key_name == "metrics_token_file") {
      value.fill(configuration.metrics_token_file);
    } else {
      refuse_key(key_name, name, key.source().begin.line);
    }
  }
}

namespace {

std::string read(const std::filesystem::path& file) {
  try {
    std::ifstream stream(file, std::ios::binary);
    if (stream) return {std::istreambuf_iterator<char>(stream), {}};
  } catch (const std::ios_base::failure&) {  // a folder, mostly
  }
  throw UsageError(fmt::format("The settings file {} cannot be read.", file.string()));
}

}  // namespace

void add_settings_file(Configuration& configuration) {
  std::filesystem::path file;
  if (configuration.config) {
    file = *configuration.config;
  } else if (configuration.data) {
    file = std::filesystem::path(*configuration.data) / "allot.toml";
    std::error_code unreachable;  // then the data folder is, which says more
    if (!std::filesystem::exists(file, unreachable)) return;
  } else {
    return;
  }
  add_settings_text(configuration, read(file), file.string());
}

}  // namespace allot::app
