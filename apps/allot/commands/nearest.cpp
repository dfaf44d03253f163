#include "commands/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "commands/texts.h"

namespace allot::cli {

namespace {

/// Edits from one text to the other, a swap of neighbours being one (optimal string alignment).
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> above;
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t i = 0; i <= to.size(); ++i) row[i] = i;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::vector<std::size_t> next(to.size() + 1, i);
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t differs = from[i - 1] == to[j - 1] ? 0 : 1;
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + differs});
      const bool is_swapped =
          i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (is_swapped) next[j] = std::min(next[j], above[j - 2] + 1);
    }
    above = std::move(row);
    row = std::move(next);
  }
  return row.back();
}

/// People of one organisation have most of their addresses in common.
bool are_of_one_domain(std::string_view a, std::string_view b) {
  const auto at = a.rfind('@');
  return at != std::string_view::npos && b.ends_with(a.substr(at)) &&
         b.rfind('@') == b.size() - (a.size() - at);
}

/// How far two words are from each other; at least `too_far` when they are not alike.
struct Comparison {
  std::size_t far = 0;
  std::size_t too_far = 0;
};

Comparison compared(std::string_view wanted, std::string_view candidate) {
  if (are_of_one_domain(wanted, candidate)) {
    wanted = wanted.substr(0, wanted.rfind('@'));
    candidate = candidate.substr(0, candidate.rfind('@'));
  }
  const auto too_far = std::max<std::size_t>(wanted.size() / 3, 1) + 1;
  return {distance(wanted, candidate), std::min(too_far, candidate.size())};
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t long_word = 200;  // nobody mistypes that
  const auto wanted = lower(std::string(word.substr(0, long_word)));
  auto best = std::numeric_limits<std::size_t>::max();
  std::string found;
  for (const auto& candidate : candidates) {
    const auto [far, too_far] = compared(wanted, lower(candidate.substr(0, long_word)));
    if (far >= best || far >= too_far) continue;
    best = far;
    found = candidate;
  }
  return found;
}

std::string meant(std::string_view word, const std::vector<std::string>& candidates) {
  const auto found = nearest(word, candidates);
  return found.empty() ? "" : fmt::format("; do you mean `{}`?", found);
}

}  // namespace allot::cli
