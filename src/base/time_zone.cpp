#include "base/time_zone.h"

#include <date/tz.h>

#include <stdexcept>

namespace allot {

namespace {

/// nullptr: there is none, or no database.
const date::time_zone* find_zone(std::string_view name) {
  // The library finds the machine's own zone under this name, which is none of the database's.
  if (name == "localtime") return nullptr;
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

}  // namespace

std::optional<std::vector<UtcOffset>> utc_offsets(std::string_view name, Time from, Time to) {
  if (name == "UTC") return std::vector{UtcOffset{.since = from, .offset = {}}};
  const auto* zone = find_zone(name);
  if (zone == nullptr) return std::nullopt;
  std::vector<UtcOffset> offsets;
  auto since = from;
  do {
    const auto info = zone->get_info(since);
    if (offsets.empty() || offsets.back().offset != info.offset) {
      offsets.push_back({.since = since, .offset = info.offset});
    }
    since = info.end;
  } while (since < to);
  return offsets;
}

}  // namespace allot
