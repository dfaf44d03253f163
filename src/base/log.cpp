#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <string>
#include <utility>

#include "base/json_writer.h"

namespace allot {

namespace {

constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

constexpr auto text_pattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr auto json_pattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

std::atomic<LogFormat> format = LogFormat::text;
thread_local std::string_view request_at_hand;

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = spdlog::stderr_logger_mt("allot");
    made->set_pattern(text_pattern, spdlog::pattern_time_type::utc);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: return spdlog::level::err;
  }
  return spdlog::level::err;
}

bool is_plain(std::string_view text) {
  const auto is_plain_char = [](unsigned char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '=';
  };
  return !text.empty() && std::ranges::all_of(text, is_plain_char);
}

void append_text(std::string& line, const LogField& field) {
  line.append(" ").append(field.name()).append("=");
  if (field.number()) {
    line += std::to_string(*field.number());
  } else if (is_plain(field.text())) {
    line += field.text();
  } else {
    append_json_string(line, field.text());
  }
}

void append_json(std::string& line, const LogField& field) {
  line += ',';
  append_json_string(line, field.name());
  line += ':';
  if (field.number()) {
    line += std::to_string(*field.number());
  } else {
    append_json_string(line, field.text());
  }
}

}  // namespace

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!logs(level)) return;
  const bool is_json = format.load(std::memory_order_relaxed) == LogFormat::json;
  const auto append = is_json ? append_json : append_text;
  std::string line;
  if (is_json) {
    line += R"("event":)";
    append_json_string(line, event);
  } else {
    line += event;
  }
  if (!request_at_hand.empty()) append(line, {"request", request_at_hand});
  for (const auto& field : fields) append(line, field);
  logger().log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

bool logs(LogLevel level) {
  return logger().should_log(to_spdlog(level));
}

void set_log_level(LogLevel level) {
  logger().set_level(to_spdlog(level));
}

void set_log_format(LogFormat wanted) {
  format = wanted;
  const auto* const pattern = wanted == LogFormat::json ? json_pattern : text_pattern;
  logger().set_pattern(pattern, spdlog::pattern_time_type::utc);
}

LogRequest::LogRequest(std::string_view request_id)
    : outer_(std::exchange(request_at_hand, request_id)) {}

LogRequest::~LogRequest() {
  request_at_hand = outer_;
}

std::string_view LogRequest::current() {
  return request_at_hand;
}

std::string_view name_of(LogLevel level) {
  return level_names.at(static_cast<std::size_t>(level));
}

std::optional<LogLevel> parse_log_level(std::string_view name) {
  const auto* const found = std::ranges::find(level_names, name);
  if (found == level_names.end()) return std::nullopt;
  return static_cast<LogLevel>(found - level_names.begin());
}

}  // namespace allot
