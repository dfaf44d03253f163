#include "commands/times.h"

#include <fmt/format.h>

#include <ctime>

#include "commands/console.h"

namespace allot::cli {

double parse_due_date(const std::string& text) {
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
  return static_cast<double>(time) * 1000;
}

std::string due_date_text(double milliseconds) {
  if (milliseconds <= 0) return "none";
  const auto time = static_cast<std::time_t>(milliseconds / 1000);
  std::tm day{};
  ::localtime_r(&time, &day);
  char text[32] = {};
  std::strftime(text, sizeof text, "%e %b %Y", &day);
  return text[0] == ' ' ? text + 1 : text;  // "%e" pads days of one digit
}

}  // namespace allot::cli
