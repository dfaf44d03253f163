#include "times.h"

#include <date/date.h>

#include <cctype>
#include <sstream>
#include <string>

namespace allot::inline v1 {

namespace {

/// Of ".123Z"; further digits are left out.
std::chrono::milliseconds fraction_of(std::string_view text) {
  std::chrono::milliseconds fraction{0};
  if (!text.starts_with('.')) return fraction;
  int worth = 100;
  for (const char digit : text.substr(1)) {
    if (std::isdigit(static_cast<unsigned char>(digit)) == 0) break;
    fraction += std::chrono::milliseconds((digit - '0') * worth);
    worth /= 10;
  }
  return fraction;
}

}  // namespace

Time time_of(std::string_view iso) {
  constexpr std::size_t to_seconds = std::string_view("2026-11-28T17:14:12").size();
  std::istringstream in(std::string(iso.substr(0, to_seconds)));
  std::chrono::sys_seconds seconds;
  in >> date::parse("%FT%T", seconds);
  if (in.fail() || iso.size() < to_seconds) return {};
  return seconds + fraction_of(iso.substr(to_seconds));
}

std::int64_t milliseconds_of(Time time) {
  return time.time_since_epoch().count();
}

}  // namespace allot::inline v1
