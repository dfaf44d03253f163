#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "commands/balanced.h"
#include "commands/find.h"
#include "commands/letters.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

constexpr std::size_t chart_bar = 40;
constexpr std::size_t spark_days = 14;
constexpr auto nothing = "–";

struct PaceAsked {
  Named task;
  int days = 14;
  std::string zone;
};

/// What was handled on the days: by everybody, or by whoever is told of.
using Handled = std::map<std::chrono::sys_days, std::uint64_t>;

Handled handled_on_days(const Pace& pace) {
  Handled handled;
  for (const auto& [day, items] : pace.per_day) handled[day] = items;
  if (!handled.empty()) return handled;
  for (const auto& person : pace.people) {
    for (const auto& [day, items] : person.per_day) handled[day] += items;
  }
  return handled;
}

std::string day_text(std::chrono::sys_days day) {
  constexpr std::array names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  const std::chrono::year_month_day date(day);
  return fmt::format(
      "{} {:>2} {}",
      names.at(std::chrono::weekday(day).c_encoding()),
      static_cast<unsigned>(date.day()),
      months.at(static_cast<unsigned>(date.month()) - 1)
  );
}

std::uint64_t most_of(const std::vector<Pace::Day>& days) {
  std::uint64_t most = 0;
  for (const auto& day : days) most = std::max(most, day.items);
  return most;
}

/// Who sees the own row alone is not told since when the task is there.
std::vector<Pace::Day> since_anything_was(const Handled& handled) {
  std::vector<Pace::Day> days;
  for (const auto& [day, items] : handled) {
    const bool is_today = day == handled.rbegin()->first;
    if (!days.empty() || items > 0 || is_today) days.push_back({.day = day, .items = items});
  }
  return days;
}

/// What was left on each day; who sees the own row alone, what they handled.
void print_days(Console& console, const Pace& pace) {
  const auto handled = handled_on_days(pace);
  const bool shows_left = !pace.left.empty();
  auto days = pace.left;
  if (!shows_left) days = since_anything_was(handled);
  const auto most = std::max<std::uint64_t>(most_of(days), 1);
  Table table(
      shows_left ? std::vector<std::string>{"DAY", "", ">LEFT", ">HANDLED"}
                 : std::vector<std::string>{"DAY", "", ">HANDLED"}
  );
  for (const auto& [day, items] : days) {
    std::vector<std::string> cells{day_text(day), console.bar(items, most, chart_bar)};
    if (shows_left) cells.push_back(fmt::to_string(items));
    const auto found = handled.find(day);
    cells.push_back(fmt::to_string(found == handled.end() ? 0 : found->second));
    table.row(std::move(cells));
  }
  table.print(console);
}

/// `·▁▄█`, a letter for each of the last days.
std::string spark(const Console& console, const std::vector<Pace::Day>& days, std::uint64_t most) {
  constexpr std::array levels{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string text;
  for (auto i = days.size() - std::min(days.size(), spark_days); i < days.size(); ++i) {
    const auto items = days[i].items;
    if (items == 0) {
      text += console.toned(Tone::faint, "·");
    } else {
      text += console.toned(Tone::good, levels.at((items * levels.size() - 1) / most));
    }
  }
  return text;
}

std::string hours_text(std::chrono::seconds time) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(time).count();
  if (minutes < 60) return fmt::format("{} min", minutes);
  return fmt::format("{} h {:02}", minutes / 60, minutes % 60);
}

std::string speed_text(const std::optional<double>& items_per_hour) {
  return items_per_hour ? fmt::format("{:.1f}", *items_per_hour) : nothing;
}

std::string done_by_text(const std::optional<Time>& time) {
  return time ? due_date_text(time) : nothing;
}

void print_people(Console& console, const Pace& pace) {
  std::uint64_t most = 1;
  for (const auto& person : pace.people) most = std::max(most, most_of(person.per_day));
  Table table({"PERSON", "<PER DAY", ">OPEN", ">DONE", ">AN HOUR", ">ACTIVE", ">DONE BY"});
  for (const auto& person : pace.people) {
    table.row(
        {person.assignee_id,
         spark(console, person.per_day, most),
         fmt::to_string(person.open),
         fmt::to_string(person.handled),
         speed_text(person.items_per_hour),
         hours_text(person.active),
         done_by_text(person.done_by)}
    );
  }
  table.print(console);
}

std::uint64_t open_in(const Pace& pace) {
  if (!pace.left.empty()) return pace.left.back().items;
  std::uint64_t open = 0;
  for (const auto& person : pace.people) open += person.open;
  return open;
}

std::string outlook(const Console& console, const Pace& pace) {
  const auto open = open_in(pace);
  auto line = counted(open, "open item");
  if (open > 0) {
    line += pace.done_by ? fmt::format(" · done by {}", due_date_text(pace.done_by))
                         : " · nothing tells yet when they will be done";
  }
  line += fmt::format(" · due {}", due_date_text(pace.due_date));
  if (pace.late) line += " · " + console.toned(Tone::warning, "late");
  return line;
}

void print_pace(Console& console, const Task& task, const Pace& pace) {
  if (console.is_json()) return console.json(pace.raw_json);
  if (console.is_quiet()) return console.id(task.id, {});
  console.line(fmt::format(
      "{}  {}", console.toned(Tone::strong, task.name), console.toned(Tone::faint, task.id)
  ));
  console.line(outlook(console, pace));
  if (pace.people.empty() && pace.left.empty()) return;
  console.line();
  print_days(console, pace);
  if (pace.people.empty()) return;
  console.line();
  print_people(console, pace);
  print_balanced(console, pace);
}

void show_pace(Console& console, const Client& client, const PaceAsked& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  const auto zone = input.zone.empty() ? local_zone() : input.zone;
  print_pace(console, task, task.pace({.count = input.days, .time_zone = zone}));
}

}  // namespace

void add_task_pace(Verbs& verbs) {
  const auto take_pace = [](Words& words, PaceAsked& input) {
    words.needs_named("TASK", input.task)
        .takes("--days", input.days, 1, 90, "How many days, up to today (default: 14)")
        .takes("--tz", input.zone, "Whose days: Europe/Berlin (default: those of this machine)");
  };
  verbs.add<PaceAsked>(
      "pace", "How fast people work, and when it will be done", take_pace, show_pace
  );
}

}  // namespace allot::cli
