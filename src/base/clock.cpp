#include "base/clock.h"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>

namespace allot {

namespace {

/// Takes a text apart from its front; what does not fit is left where it is.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

  /// One of these characters; '\0' when another is next.
  char take(std::string_view wanted) {
    if (rest_.empty() || wanted.find(rest_.front()) == std::string_view::npos) return '\0';
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }

  [[nodiscard]] std::size_t digits_ahead() const {
    return std::min(rest_.find_first_not_of("0123456789"), rest_.size());
  }

  /// A number of exactly so many digits, though more may follow.
  std::optional<int> number(std::size_t digits) {
    if (digits_ahead() < digits) return std::nullopt;
    int number = 0;
    for (const char digit : rest_.substr(0, digits)) number = 10 * number + (digit - '0');
    rest_.remove_prefix(digits);
    return number;
  }

 private:
  std::string_view rest_;
};

using Days = date::sys_days;

std::optional<Days> month_day(date::year year, int month, int day) {
  const date::year_month_day found{
      year, date::month(static_cast<unsigned>(month)), date::day(static_cast<unsigned>(day))
  };
  return found.ok() ? std::optional(Days(found)) : std::nullopt;
}

/// The days of a year count from 001.
std::optional<Days> day_of_year(date::year year, int number) {
  const Days found = Days(year / date::January / 1) + date::days(number - 1);
  const bool is_in_year = number >= 1 && date::year_month_day(found).year() == year;
  return is_in_year ? std::optional(found) : std::nullopt;
}

/// Weeks begin on Mondays and belong to the year of their Thursday; 4 January is in the first.
std::optional<Days> day_of_week(date::year year, int week, int day) {
  const Days fourth = year / date::January / 4;
  const Days monday = fourth - (date::weekday(fourth) - date::Monday) + date::weeks(week - 1);
  const bool is_in_year = date::year_month_day(monday + date::days(3)).year() == year;
  if (week < 1 || day < 1 || day > 7 || !is_in_year) return std::nullopt;
  return monday + date::days(day - 1);
}

/// `2026-12-24`, `20261224`, `2026-W52-4`, `2026W524`, `2026-358`, `2026358`.
std::optional<Days> read_date(Reader& text) {
  const auto number = text.number(4);
  if (!number) return std::nullopt;
  const date::year year(*number);
  const bool is_extended = text.take("-") != '\0';
  const auto is_split = [&] { return !is_extended || text.take("-") != '\0'; };
  if (text.take("W") != '\0') {
    const auto week = text.number(2);
    if (!week || !is_split()) return std::nullopt;
    const auto day = text.number(1);
    return day ? day_of_week(year, *week, *day) : std::nullopt;
  }
  if (text.digits_ahead() == 3) return day_of_year(year, *text.number(3));
  const auto month = text.number(2);
  if (!month || !is_split()) return std::nullopt;
  const auto day = text.number(2);
  return day ? month_day(year, *month, *day) : std::nullopt;
}

/// Of a second: as many digits as there are, cut to thousandths.
std::optional<std::chrono::milliseconds> read_fraction(Reader& text) {
  const auto digits = text.digits_ahead();
  if (digits == 0) return std::nullopt;
  int thousandths = 0;
  for (std::size_t i = 0; i < std::max<std::size_t>(digits, 3); ++i) {
    const int digit = i < digits ? *text.number(1) : 0;
    if (i < 3) thousandths = 10 * thousandths + digit;
  }
  return std::chrono::milliseconds(thousandths);
}

/// `09`, `09:30`, `0930`, `09:30:00`, `093000`, the last two with a fraction.
std::optional<std::chrono::milliseconds> read_clock(Reader& text) {
  const auto hour = text.number(2);
  if (!hour || *hour > 23) return std::nullopt;
  std::chrono::milliseconds time = std::chrono::hours(*hour);
  const bool is_extended = text.take(":") != '\0';
  if (!is_extended && text.digits_ahead() == 0) return time;
  const auto minute = text.number(2);
  if (!minute || *minute > 59) return std::nullopt;
  time += std::chrono::minutes(*minute);
  if (is_extended ? text.take(":") == '\0' : text.digits_ahead() == 0) return time;
  const auto second = text.number(2);
  if (!second || *second > 59) return std::nullopt;
  time += std::chrono::seconds(*second);
  if (text.take(".,") == '\0') return time;
  const auto fraction = read_fraction(text);
  return fraction ? std::optional(time + *fraction) : std::nullopt;
}

/// `Z`, `+01`, `+0100`, `+01:00`; nothing is UTC.
std::optional<std::chrono::minutes> read_offset(Reader& text) {
  if (text.is_at_end() || text.take("Zz") != '\0') return std::chrono::minutes(0);
  const char sign = text.take("+-");
  const auto hours = text.number(2);
  if (sign == '\0' || !hours || *hours > 23) return std::nullopt;
  std::chrono::minutes offset = std::chrono::hours(*hours);
  if (text.take(":") != '\0' || !text.is_at_end()) {
    const auto minutes = text.number(2);
    if (!minutes || *minutes > 59) return std::nullopt;
    offset += std::chrono::minutes(*minutes);
  }
  return sign == '+' ? offset : -offset;
}

}  // namespace

Time SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string to_iso(Time time) {
  using namespace date::literals;
  // Of years with more digits nobody could read the text, and the library counts days in an int.
  constexpr Time first = date::sys_days{0_y / 1 / 1};
  constexpr Time behind = date::sys_days{10000_y / 1 / 1};
  const auto shown = std::clamp(time, first, behind - std::chrono::milliseconds{1});
  // Each answer has some, and the library's streams take microseconds for one.
  const auto day = date::floor<date::days>(shown);
  const date::year_month_day when(day);
  const date::hh_mm_ss clock(shown - day);
  return fmt::format(
      "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
      static_cast<int>(when.year()),
      static_cast<unsigned>(when.month()),
      static_cast<unsigned>(when.day()),
      clock.hours().count(),
      clock.minutes().count(),
      clock.seconds().count(),
      clock.subseconds().count()
  );
}

std::optional<Time> parse_iso(std::string_view text) {
  Reader reader(text);
  const auto day = read_date(reader);
  if (!day) return std::nullopt;
  // A space instead of the T is read alike.
  const bool has_clock = reader.take("Tt ") != '\0';
  const auto clock = has_clock ? read_clock(reader) : std::chrono::milliseconds(0);
  if (!clock) return std::nullopt;
  const auto offset = read_offset(reader);
  if (!offset || !reader.is_at_end()) return std::nullopt;
  return Time(*day) + *clock - *offset;
}

}  // namespace allot
