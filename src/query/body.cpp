#include "query/body.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <cmath>
#include <numeric>

#include "base/text.h"
#include "json/parse.h"
#include "query/operand.h"

namespace allot::query {

namespace {

constexpr std::size_t values_max = 100'000;
constexpr std::size_t path_bytes_max = 4'000;

std::size_t count_values(const boost::json::value& value) {
  std::size_t count = 1;
  if (value.is_array()) {
    for (const auto& element : value.get_array()) count += count_values(element);
  } else if (value.is_object()) {
    for (const auto& member : value.get_object()) count += count_values(member.value());
  }
  return count;
}

/// What `parse_json` left; `subject` begins the sentence of an error.
Result<Done> check_parsed(
    const boost::json::value& value,
    const std::optional<json::Fault>& fault,
    std::string_view text,
    const std::string& subject,
    std::size_t levels_max
) {
  if (fault) {
    if (fault->is_too_deep)
      return json::too_deep(subject, std::min(levels_max, json::client_depth_max));
    constexpr std::size_t excerpt_max = 24;
    const auto rest = text.substr(std::min(fault->position, text.size()));
    const auto place = rest.empty() ? std::string(", where it ends")
                                    : ", near `" + printable(rest, excerpt_max) + "`";
    return fail(
        ErrorCode::invalid,
        subject + " is not valid JSON: " + fault->reason + " at byte " +
            std::to_string(fault->position) + place + "."
    );
  }
  if (count_values(value) > values_max) {
    return fail(ErrorCode::invalid, subject + " holds more than 100,000 values.");
  }
  return Done{};
}

}  // namespace

bool is_deeper(const boost::json::value& value, std::size_t levels) {
  if (!value.is_structured()) return false;
  if (levels == 0) return true;
  const auto is_too_deep = [&](const boost::json::value& part) {
    return is_deeper(part, levels - 1);
  };
  if (value.is_array()) return std::ranges::any_of(value.get_array(), is_too_deep);
  return std::ranges::any_of(value.get_object(), [&](const auto& member) {
    return is_too_deep(member.value());
  });
}

Result<Done> parse_into(
    boost::json::value& out,
    std::string_view text,
    const std::string& subject,
    std::size_t levels_max
) {
  const auto fault = json::parse(text, out, levels_max);
  return check_parsed(out, fault, text, subject, levels_max);
}

Result<Done> parse_into(
    boost::json::value& out,
    std::string_view text,
    const std::string& subject,
    std::size_t levels_max,
    std::optional<std::string>& repeated
) {
  const auto fault = json::parse(text, out, repeated, levels_max);
  return check_parsed(out, fault, text, subject, levels_max);
}

Result<Path> path_below(const Path& path, std::string_view name) {
  const auto bytes = std::accumulate(
      path.begin(),
      path.end(),
      name.size(),
      [](std::size_t sum, const std::string& part) { return sum + part.size(); }
  );
  const auto dots = static_cast<std::size_t>(std::ranges::count(name, '.'));
  // Before it is taken apart: it may have millions of parts.
  if (bytes > path_bytes_max || path.size() + dots >= json::client_depth_max) {
    return fail(
        ErrorCode::invalid,
        "The field `" + printable(name) + "` has more than " +
            std::to_string(json::client_depth_max) + " parts, or more than " +
            std::to_string(path_bytes_max) + " bytes."
    );
  }
  auto longer = path;
  for (auto& part : path_of(name)) longer.push_back(std::move(part));
  return longer;
}

const boost::json::value* Body::find(std::string_view name) const {
  const auto* value = object_.if_contains(name);
  return value != nullptr && !value->is_null() ? value : nullptr;
}

Result<const boost::json::object*> Body::object(std::string_view name) const {
  const auto* value = find(name);
  if (value == nullptr) return static_cast<const boost::json::object*>(nullptr);
  if (!value->is_object()) return wrong(name, "must be an object");
  return &value->get_object();
}

Result<std::optional<std::uint64_t>> Body::count(std::string_view name) const {
  const auto* value = find(name);
  if (value == nullptr) return std::optional<std::uint64_t>{};
  constexpr Number most = 1e12L;
  const auto number = as_number(value_of(*value));
  if (!number || *number < 0 || *number > most || std::floor(*number) != *number) {
    return no_count(name);
  }
  return std::optional(static_cast<std::uint64_t>(*number));
}

Result<bool> Body::flag(std::string_view name) const {
  const auto* value = find(name);
  if (value == nullptr) return false;
  if (!value->is_bool()) return wrong(name, "must be true or false");
  return value->get_bool();
}

Result<std::string> Body::text(std::string_view name) const {
  const auto* value = find(name);
  if (value == nullptr) return std::string{};
  if (!value->is_string()) return wrong(name, "must be a text");
  return std::string(value->get_string());
}

Result<std::vector<std::string>> Body::texts(std::string_view name) const {
  std::vector<std::string> found;
  const auto* value = find(name);
  if (value == nullptr) return found;
  if (value->is_string()) return std::vector{std::string(value->get_string())};
  if (!value->is_array()) return wrong(name, "must be a list of texts");
  for (const auto& element : value->get_array()) {
    if (!element.is_string()) return wrong(name, "must be a list of texts");
    found.emplace_back(element.get_string());
  }
  return found;
}

Unexpected Body::no_count(std::string_view name) {
  return wrong(name, "must be a whole number from 0 to 1000000000000");
}

Unexpected Body::wrong(std::string_view name, std::string reason) {
  return invalid_field(std::string(name), std::move(reason));
}

}  // namespace allot::query
