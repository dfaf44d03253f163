#include "base/clock.h"

#include <date/date.h>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace allot {

namespace {

/// Cuts a fraction of seconds to three digits: the library reads just as many as it stores.
void cut_fraction(std::string& text) {
  const auto point = text.find('.');
  if (point == std::string::npos) return;
  const auto end = std::min(text.find_first_not_of("0123456789", point + 1), text.size());
  if (end > point + 4) text.erase(point + 4, end - point - 4);
}

/// `2026-12-24`
bool is_date(std::string_view text) {
  const auto fits = [](char c, char form) {
    return form == '0' ? std::isdigit(static_cast<unsigned char>(c)) != 0 : c == form;
  };
  return std::ranges::equal(text, std::string_view("0000-00-00"), fits);
}

/// `+01:00`, `-0130`, `+01`. The library reads more than that, and counts with what is no offset.
bool is_offset(std::string_view text) {
  auto digits = std::string(text.substr(1));
  if (digits.size() == 5 && digits[2] == ':') digits.erase(2, 1);
  return (digits.size() == 2 || digits.size() == 4) &&
         std::ranges::all_of(digits, [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

Time SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string to_iso(Time time) {
  return date::format("%FT%TZ", time);
}

std::optional<Time> parse_iso(std::string_view text) {
  std::string zoned(text);
  if (zoned.size() > 40 || !is_date(text.substr(0, 10))) return std::nullopt;
  // A space instead of the T, and Z for an offset, are read alike.
  if (zoned.size() > 10 && (zoned[10] == ' ' || zoned[10] == 't')) zoned[10] = 'T';
  if (!zoned.empty() && (zoned.back() == 'Z' || zoned.back() == 'z'))
    zoned.replace(zoned.size() - 1, 1, "+00:00");
  cut_fraction(zoned);
  const bool has_time = zoned.size() > 10 && zoned[10] == 'T';
  const auto after_date = zoned.find_first_of("+-", 10);
  const bool has_zone = after_date != std::string::npos;
  if (has_zone && !is_offset(std::string_view(zoned).substr(after_date))) return std::nullopt;
  std::string format = has_time ? "%FT%T" : "%F";
  if (has_time) {
    // "%T" wants seconds; "09:30" has none.
    const auto clock_text = zoned.substr(11, (has_zone ? after_date : zoned.size()) - 11);
    if (std::count(clock_text.begin(), clock_text.end(), ':') == 1) format = "%FT%H:%M";
  }
  if (has_zone) format += zoned.find(':', after_date) != std::string::npos ? "%Ez" : "%z";
  std::istringstream in(zoned);
  Time time;
  in >> date::parse(format, time);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return time;
}

}  // namespace allot
