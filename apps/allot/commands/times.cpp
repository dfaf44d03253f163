#include "commands/times.h"

#include <fmt/format.h>

#include <ctime>

#include "commands/console.h"

namespace allot::cli {

namespace {

/// `day`: its time when the text names none.
Time parse_time(const std::string& text, std::tm day) {
  const char* rest = ::strptime(text.c_str(), "%Y-%m-%d", &day);
  if (rest != nullptr && *rest != '\0') rest = ::strptime(rest, " %H:%M", &day);
  day.tm_isdst = -1;
  const auto wanted = day.tm_mday;
  const auto time = std::mktime(&day);
  const bool is_of_the_calendar = day.tm_mday == wanted;  // 31 February becomes 3 March
  if (rest == nullptr || *rest != '\0' || time < 0 || !is_of_the_calendar) {
    throw UsageError(
        fmt::format("`{}` is no day; write it like 2026-12-24 or '2026-12-24 17:00'.", text)
    );
  }
  return Time(std::chrono::seconds(time));
}

std::string local_text(Time at, const char* form) {
  const auto time = std::chrono::system_clock::to_time_t(at);
  std::tm day{};
  ::localtime_r(&time, &day);
  char text[32] = {};
  std::strftime(text, sizeof text, form, &day);
  return text[0] == ' ' ? text + 1 : text;  // "%e" pads days of one digit
}

}  // namespace

Time parse_due_date(const std::string& text) {
  std::tm evening{};
  evening.tm_hour = 23;
  evening.tm_min = 59;
  return parse_time(text, evening);
}

Time parse_beginning(const std::string& text) {
  return parse_time(text, std::tm{});
}

std::string moment_text(Time time) {
  return local_text(time, "%e %b %Y %H:%M");
}

std::string due_date_text(const std::optional<Time>& due) {
  return due ? local_text(*due, "%e %b %Y") : "none";
}

}  // namespace allot::cli
