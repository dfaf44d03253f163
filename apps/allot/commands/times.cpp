#include "commands/times.h"

#include <fmt/format.h>

#include <ctime>

#include "commands/console.h"

namespace allot::cli {

Time parse_due_date(const std::string& text) {
  std::tm day{};
  const char* rest = ::strptime(text.c_str(), "%Y-%m-%d", &day);
  day.tm_hour = 23;
  day.tm_min = 59;
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

namespace {

std::string local_text(Time moment, const char* format) {
  const auto time = std::chrono::system_clock::to_time_t(moment);
  std::tm day{};
  ::localtime_r(&time, &day);
  char text[32] = {};
  std::strftime(text, sizeof text, format, &day);
  return text[0] == ' ' ? text + 1 : text;  // "%e" pads days of one digit
}

}  // namespace

std::string moment_text(Time moment) {
  return local_text(moment, "%e %b %Y %H:%M");
}

std::string due_date_text(const std::optional<Time>& due) {
  return due ? local_text(*due, "%e %b %Y") : "none";
}

}  // namespace allot::cli
