#include "base/clock.h"

#include <date/date.h>

#include <algorithm>
#include <sstream>

namespace allot {

Time SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string to_iso(Time time) {
  return date::format("%FT%TZ", time);
}

std::optional<Time> parse_iso(std::string_view text) {
  std::string zoned(text);
  if (zoned.size() > 40) return std::nullopt;
  // A space instead of the T, and Z for an offset, are read alike.
  if (zoned.size() > 10 && (zoned[10] == ' ' || zoned[10] == 't')) zoned[10] = 'T';
  if (!zoned.empty() && (zoned.back() == 'Z' || zoned.back() == 'z'))
    zoned.replace(zoned.size() - 1, 1, "+00:00");
  const bool has_time = zoned.find('T') != std::string::npos;
  const auto after_date = zoned.find_first_of("+-", 10);
  const bool has_zone = after_date != std::string::npos;
  std::string format = has_time ? "%FT%T" : "%F";
  if (has_time) {
    // "%T" wants seconds; "09:30" has none.
    const auto clock_text = zoned.substr(11, (has_zone ? after_date : zoned.size()) - 11);
    if (std::count(clock_text.begin(), clock_text.end(), ':') == 1) format = "%FT%H:%M";
  }
  if (has_zone) format += zoned.find(':', after_date) != std::string::npos ? "%Ez" : "%z";
  std::istringstream in(zoned);
  date::sys_time<std::chrono::microseconds> time;
  in >> date::parse(format, time);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return std::chrono::floor<std::chrono::milliseconds>(time);
}

}  // namespace allot
