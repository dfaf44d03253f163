#include "domain/held_work.h"

#include <charconv>
#include <limits>

namespace allot {

std::optional<double> due_time(std::string_view due_date) {
  double due = 0;
  const auto* const end = due_date.data() + due_date.size();
  const auto [stop, error] = std::from_chars(due_date.data(), end, due);
  if (error != std::errc{} || stop != end || !(due > 0)) return std::nullopt;
  return due;
}

bool comes_before(const HeldWork& a, const HeldWork& b) {
  if (a.priority != b.priority) return a.priority > b.priority;
  constexpr auto never = std::numeric_limits<double>::infinity();
  const auto due_a = due_time(a.due_date).value_or(never);
  const auto due_b = due_time(b.due_date).value_or(never);
  if (due_a != due_b) return due_a < due_b;
  return a.assignment < b.assignment;
}

}  // namespace allot
