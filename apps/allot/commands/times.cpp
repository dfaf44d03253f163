#include "commands/times.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace allot::cli {

namespace {

/// "/usr/share/zoneinfo/Europe/Berlin" → "Europe/Berlin".
std::string name_in(const std::string& path) {
  constexpr std::string_view folder = "zoneinfo/";
  const auto at = path.find(folder);
  return at == std::string::npos ? std::string() : path.substr(at + folder.size());
}

/// Where the machine is.
std::string zone_of_machine() {
  std::error_code ignored;
  return name_in(std::filesystem::read_symlink("/etc/localtime", ignored).string());
}

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
  char text[64] = {};
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

Time due_date_of(Console& console, const std::string& text) {
  const auto due = parse_due_date(text);
  if (due < std::chrono::system_clock::now()) {
    console.note(fmt::format("The due date, {}, is over already.", end_text(due)));
  }
  return due;
}

Time parse_beginning(const std::string& text) {
  return parse_time(text, std::tm{});
}

std::string moment_text(Time time) {
  return local_text(time, "%e %b %Y %H:%M %Z");
}

std::string time_of_day_text(Time time) {
  return local_text(time, "%H:%M");
}

std::string due_date_text(const std::optional<Time>& due) {
  return due ? local_text(*due, "%e %b %Y") : "none";
}

std::string beginning_text(Time time) {
  return time_of_day_text(time) == "00:00" ? due_date_text(time) : moment_text(time);
}

std::string end_text(Time time) {
  return time_of_day_text(time) == "23:59" ? due_date_text(time) : moment_text(time);
}

std::string local_zone() {
  const char* const variable = std::getenv("TZ");
  std::string zone = variable == nullptr ? zone_of_machine() : variable;
  if (zone.starts_with(':')) zone.erase(0, 1);
  if (zone.starts_with('/')) zone = name_in(zone);
  // Else it is a rule such as CET-1CEST,M3.5.0,M10.5.0/3.
  const bool is_name = zone.find('/') != std::string::npos && zone.find(',') == std::string::npos;
  return is_name ? zone : "UTC";
}

}  // namespace allot::cli
