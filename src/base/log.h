#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace allot {

enum class LogLevel { debug, info, warning, error };

enum class LogFormat {
  text,  // time level event name=value name="a value with spaces"
  json,  // {"time":"…","level":"…","event":"…","name":"value"}
};

/// One `name=value` of a line. Refers to the texts: for the call of `log` alone.
class LogField {
 public:
  LogField(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  LogField(std::string_view name, std::integral auto number)
      : name_(name), number_(static_cast<std::int64_t>(number)) {}

  [[nodiscard]] std::string_view name() const { return name_; }

  [[nodiscard]] std::string_view text() const { return text_; }

  [[nodiscard]] std::optional<std::int64_t> number() const { return number_; }

 private:
  std::string_view name_;
  std::string_view text_;
  std::optional<std::int64_t> number_;
};

/// One line to standard error: time, level, `event` (a word), the request that the thread works
/// for, and the fields. Values are quoted where they need it, so nothing in them makes a line.
/// Thread-safe. Never give it a token, password, query string with credentials, or body.
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

/// Is a line of this level written? For callers on a hot path.
[[nodiscard]] bool logs(LogLevel level);

/// Lines below `level` are dropped. Thread-safe. Default: info.
void set_log_level(LogLevel level);

/// Call it before other threads log. Default: text.
void set_log_format(LogFormat format);

/// While it lives, the lines of this thread name the request. Refers to `request_id`. Nests.
class LogRequest {
 public:
  explicit LogRequest(std::string_view request_id);
  ~LogRequest();
  LogRequest(const LogRequest&) = delete;
  LogRequest& operator=(const LogRequest&) = delete;

  /// The one at hand, so that work given to another thread can name it there; "" for none.
  [[nodiscard]] static std::string_view current();

 private:
  std::string_view outer_;
};

/// "debug", "info", "warning", "error"
[[nodiscard]] std::string_view name_of(LogLevel level);
[[nodiscard]] std::optional<LogLevel> parse_log_level(std::string_view name);

}  // namespace allot
