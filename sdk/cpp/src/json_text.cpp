#include "json_text.h"

#include <boost/json.hpp>
#include <cmath>

#include "allot/errors.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

json::value parse_json(std::string_view text) {
  auto value = parse_as_written(text);
  if (!value) throw InternalServerError(0, "broken_answer", "The answer is no JSON.");
  return *std::move(value);
}

const json::value* member_of(const json::value& object, std::string_view name) {
  return object.is_object() ? object.get_object().if_contains({name.data(), name.size()}) : nullptr;
}

std::string text_of(const json::value& object, std::string_view name) {
  const auto* value = member_of(object, name);
  return value != nullptr && is_text(*value) ? std::string(value->get_string()) : std::string();
}

double number_of(const json::value& object, std::string_view name) {
  const auto* value = member_of(object, name);
  return value != nullptr && is_number(*value) ? to_double(*value) : 0;
}

std::uint64_t count_of(const json::value& object, std::string_view name) {
  const auto number = number_of(object, name);
  return number > 0 ? static_cast<std::uint64_t>(number) : 0;
}

bool flag_of(const json::value& object, std::string_view name) {
  const auto* value = member_of(object, name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::string json_of(const json::value& object, std::string_view name) {
  const auto* value = member_of(object, name);
  return value == nullptr || value->is_null() ? std::string() : to_text(*value);
}

std::vector<std::string> texts_of(const json::value& object, std::string_view name) {
  std::vector<std::string> texts;
  const auto* value = member_of(object, name);
  if (value == nullptr || !value->is_array()) return texts;
  for (const auto& element : value->get_array()) {
    if (is_text(element)) texts.emplace_back(element.get_string());
  }
  return texts;
}

std::vector<std::string> elements_of(const json::value& array) {
  std::vector<std::string> texts;
  if (!array.is_array()) return texts;
  for (const auto& element : array.get_array()) texts.push_back(to_text(element));
  return texts;
}

json::value number_json(double number) {
  constexpr double exact = 9007199254740992.0;  // 2^53
  if (std::trunc(number) != number || std::abs(number) > exact) return number;
  return static_cast<std::int64_t>(number);
}

json::value parse_object(std::string_view text, std::string_view field) {
  auto value = parse_as_written(text);
  if (!value || !value->is_object()) {
    throw BadRequest(0, "invalid", std::string(field) + " must be a JSON object.");
  }
  return *std::move(value);
}

}  // namespace allot::inline v1
