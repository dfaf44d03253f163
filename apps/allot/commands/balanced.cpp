#include "commands/balanced.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/table.h"

namespace allot::cli {

namespace {

constexpr std::size_t people_most = 8;

}  // namespace

bool is_speed_known(const Pace& pace) {
  return std::ranges::any_of(pace.people, [](const auto& person) {
    return person.items_per_hour.has_value();
  });
}

void print_balanced(Console& console, const Pace& pace) {
  const auto& units = pace.balanced.units();
  const bool is_open =
      std::ranges::any_of(pace.people, [](const auto& one) { return one.open > 0; });
  if (units.size() < 2 || !is_open) return;
  if (!is_speed_known(pace)) return;  // equal parts tell nothing
  const bool is_short = units.size() <= people_most;
  console.line();
  console.line(fmt::format(
      "All would be done at the same time with `task redistribute --by-pace`{}",
      is_short ? ":" : "."
  ));
  if (!is_short) return;
  Table table({"PERSON", ">SHARE"});
  for (const auto& [person, load] : units) table.row({person, fmt::format("{:.1f} %", load)});
  table.print_rows(console);
}

}  // namespace allot::cli
