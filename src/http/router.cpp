#include "http/router.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace allot::http {

namespace {

using Params = std::map<std::string, std::string, std::less<>>;

std::vector<std::string> segments_of(std::string_view path) {
  auto segments = split(path, '/');
  segments.erase(segments.begin());  // before the leading '/'
  return segments;
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

bool is_rest(std::string_view segment) {
  return segment.ends_with("...}");
}

std::string name_of_parameter(std::string_view segment) {
  return std::string(segment.substr(1, segment.size() - (is_rest(segment) ? 5 : 2)));
}

/// Literals come before parameters, and those before rests, segment by segment.
std::string sort_key(const std::vector<std::string>& segments) {
  std::string key;
  for (const auto& segment : segments)
    key += is_rest(segment) ? '2' : is_parameter(segment) ? '1' : '0';
  return key;
}

std::optional<Params> match(
    const std::vector<std::string>& pattern, const std::vector<std::string>& path
) {
  Params params;
  std::size_t at = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (at >= path.size()) return std::nullopt;
    if (is_rest(pattern[i])) {
      const auto after = pattern.size() - i - 1;
      if (path.size() < at + 1 + after) return std::nullopt;
      std::string rest = path[at++];
      while (path.size() - at > after) rest += "/" + path[at++];
      params[name_of_parameter(pattern[i])] = std::move(rest);
    } else if (is_parameter(pattern[i])) {
      if (path[at].empty()) return std::nullopt;
      const auto name = name_of_parameter(pattern[i]);
      // Ids are found in capitals too; all other segments that vary are addresses of people.
      params[name] = name == "email" ? path[at] : to_lower(path[at]);
      ++at;
    } else if (to_lower(path[at++]) != pattern[i]) {
      return std::nullopt;
    }
  }
  if (at != path.size()) return std::nullopt;
  return params;
}

}  // namespace

Router::Router(std::span<const Route> routes) {
  for (const auto& route : routes) {
    auto segments = segments_of(route.pattern);
    for (auto& segment : segments) {
      if (!is_parameter(segment)) segment = to_lower(segment);
    }
    rows_.push_back({.route = &route, .segments = std::move(segments)});
  }
  std::ranges::stable_sort(rows_, {}, [](const Row& row) { return sort_key(row.segments); });
}

Router::Match Router::find(Method method, std::string_view path) const {
  if (method == Method::head) method = Method::get;
  const auto segments = segments_of(path);
  Match found;
  for (const auto& row : rows_) {
    if (found.path_known && row.route->method != method) continue;
    auto params = match(row.segments, segments);
    if (!params) continue;
    found.path_known = true;
    if (row.route->method != method) continue;
    found.route = row.route;
    found.params = *std::move(params);
    return found;
  }
  return found;
}

}  // namespace allot::http
