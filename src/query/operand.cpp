#include "query/operand.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <limits>

#include "json/text.h"
#include "json/tree.h"
#include "query/query.h"

namespace allot::query {

namespace {

/// The one way in which a number is written: an integer when it is one.
std::variant<std::int64_t, double> plain_number(const boost::json::value& number) {
  if (number.is_int64()) return number.get_int64();
  if (number.is_uint64() &&
      number.get_uint64() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
    return static_cast<std::int64_t>(number.get_uint64());
  }
  const double real =
      number.is_uint64() ? static_cast<double>(number.get_uint64()) : number.get_double();
  constexpr double integral_max = 9.2e18;
  if (std::trunc(real) == real && std::abs(real) < integral_max) {
    return static_cast<std::int64_t>(real);
  }
  return real;
}

std::string plain_text(const std::variant<std::int64_t, double>& number) {
  if (const auto* integer = std::get_if<std::int64_t>(&number)) return std::to_string(*integer);
  return json::number_text(std::get<double>(number));
}

std::string canonical_object(const boost::json::object& object) {
  std::vector<std::string> keys;
  for (const auto& member : object) keys.emplace_back(member.key());
  std::ranges::sort(keys);
  std::string text = "{";
  for (const auto& key : keys) {
    if (text.size() > 1) text += ',';
    text += json::quoted(key) + ":" + canonical(object.at(key));
  }
  return text + "}";
}

std::string canonical_array(const boost::json::array& array) {
  std::string text = "[";
  for (const auto& element : array) {
    if (text.size() > 1) text += ',';
    text += canonical(element);
  }
  return text + "]";
}

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

}  // namespace

std::string canonical(const boost::json::value& json) {
  if (json.is_object()) return canonical_object(json.get_object());
  if (json.is_array()) return canonical_array(json.get_array());
  if (json.is_number()) return plain_text(plain_number(json));
  return json::to_text(json);
}

Value value_of(const boost::json::value& json) {
  if (json.is_bool()) return json.get_bool();
  if (json.is_string()) return std::string(json.get_string());
  if (json.is_array()) return ArrayText{canonical(json)};
  if (json.is_number()) {
    return std::visit([](auto number) -> Value { return number; }, plain_number(json));
  }
  return nullptr;
}

std::string json_of(const Value& value) {
  return std::visit(
      Overloaded{
          [](std::nullptr_t) { return std::string("null"); },
          [](bool flag) { return std::string(flag ? "true" : "false"); },
          [](std::int64_t number) { return std::to_string(number); },
          [](double number) { return json::number_text(number); },
          [](const std::string& text) { return json::quoted(text); },
          [](const ArrayText& array) { return array.json; }
      },
      value
  );
}

std::optional<Number> number_in(std::string_view text) {
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;
  const auto* const end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto [stop, error] = std::from_chars(text.data(), end, integer);
      error == std::errc{} && stop == end) {
    return static_cast<Number>(integer);
  }
  double real = 0;
  if (const auto [stop, error] = std::from_chars(text.data(), end, real);
      error == std::errc{} && stop == end) {
    return static_cast<Number>(real);
  }
  return std::nullopt;
}

std::optional<Number> as_number(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<Number>(*integer);
  if (const auto* real = std::get_if<double>(&value)) return static_cast<Number>(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return number_in(*text);
  return std::nullopt;
}

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `20261224`: so many digits are a day, any other number of them epoch ms.
bool is_basic_day(std::string_view text) {
  constexpr std::size_t digits = 8;
  return text.size() == digits && is_digits(text);
}

}  // namespace

std::optional<Number> time_in(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  if (is_digits(text) && !is_basic_day(text)) return std::nullopt;
  const auto time = parse_iso(text);
  if (!time) return std::nullopt;
  return static_cast<Number>(to_epoch_ms(*time));
}

std::optional<Number> as_time(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return as_number(value);
  const auto time = time_in(*text);
  return time || is_basic_day(*text) ? time : number_in(*text);
}

std::optional<double> parse_date(std::string_view text) {
  const auto time = as_time(std::string(text));
  return time ? std::optional(static_cast<double>(*time)) : std::nullopt;
}

bool is_pattern(std::string_view text) {
  return text.find('*') != std::string_view::npos;
}

bool is_empty_array(const Value& value) {
  const auto* array = std::get_if<ArrayText>(&value);
  return array != nullptr && array->json == "[]";
}

FieldKind kind_of(const Path& absolute) {
  if (absolute.empty()) return FieldKind::plain;
  const std::string_view name = absolute.back();
  const bool is_top = absolute.size() == 1;
  if (is_top && (name == "createdAt" || name == "updatedAt" || name == "dueDate")) {
    return FieldKind::time;
  }
  if (name.ends_with("timestamp") || name.ends_with("Timestamp")) return FieldKind::time;
  const bool is_users = absolute.size() > 1 && absolute[0] == "metadata" && absolute[1] == "user";
  if (is_users || (!is_top && absolute[0] == "attributes")) return FieldKind::plain;
  if (name == "creator" || name == "updatedBy" || name == "annotator" || name == "taskOwner") {
    return FieldKind::email;
  }
  return FieldKind::plain;
}

bool is_id(const Path& absolute) {
  constexpr std::string_view top[] = {
      "id",
      "itemId",
      "datasetId",
      "projectId",
      "recipeId",
      "recipes",
      "taskId",
      "assignmentIds",
      "srcItem",
      "srcDataset"
  };
  if (absolute.size() == 1) return std::ranges::find(top, absolute.front()) != std::end(top);
  static const Path others[] = {
      {"spec", "parentTaskId"},
      {"metadata", "system", "refs", "id"},
      {"metadata", "system", "taskStatusLog", "status", "taskId"},
      {"metadata", "system", "taskStatusLog", "status", "assignmentId"}
  };
  return std::ranges::find(others, absolute) != std::end(others);
}

bool is_refs(const Path& path) {
  return path.size() == 3 && path[0] == "metadata" && path[1] == "system" && path[2] == "refs";
}

bool is_derived_array(const Path& path) {
  return is_refs(path) || (path.size() == 3 && path[0] == "metadata" && path[1] == "system" &&
                           path[2] == "annotationStatus");
}

}  // namespace allot::query
