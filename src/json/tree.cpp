#include "json/tree.h"

#include <fmt/format.h>

#include <boost/json/value.hpp>
#include <charconv>
#include <limits>

#include "base/check.h"
#include "base/json_writer.h"

namespace allot::json {

namespace {

constexpr char number_mark = '\xFF';  // in no UTF-8, so at the beginning of no text

bool is_kept_number(const boost::json::value& value) {
  return value.is_string() && value.get_string().starts_with(number_mark);
}

std::string_view kept_text(const boost::json::value& value) {
  return std::string_view(value.get_string()).substr(1);
}

void append(std::string& out, const boost::json::value& value);

void append(std::string& out, const boost::json::object& object) {
  out += '{';
  for (const auto& member : object) {
    if (out.back() != '{') out += ',';
    append_json_string(out, member.key());
    out += ':';
    append(out, member.value());
  }
  out += '}';
}

void append(std::string& out, const boost::json::array& array) {
  out += '[';
  for (const auto& element : array) {
    if (&element != &array.front()) out += ',';
    append(out, element);
  }
  out += ']';
}

void append(std::string& out, const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null: out += "null"; return;
    case boost::json::kind::bool_: out += value.get_bool() ? "true" : "false"; return;
    case boost::json::kind::int64: out += std::to_string(value.get_int64()); return;
    case boost::json::kind::uint64: out += std::to_string(value.get_uint64()); return;
    case boost::json::kind::double_: out += number_text(value.get_double()); return;
    case boost::json::kind::array: append(out, value.get_array()); return;
    case boost::json::kind::object: append(out, value.get_object()); return;
    case boost::json::kind::string: break;
  }
  if (is_kept_number(value)) {
    out += kept_text(value);
  } else {
    append_json_string(out, value.get_string());
  }
}

}  // namespace

std::string number_text(double number) {
  auto text = fmt::format("{}", number);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string kept_number(std::string_view text) {
  return number_mark + std::string(text);
}

bool is_number(const boost::json::value& value) {
  return value.is_number() || is_kept_number(value);
}

bool is_text(const boost::json::value& value) {
  return value.is_string() && !is_kept_number(value);
}

double number_of(const boost::json::value& value) {
  if (value.is_number()) return value.to_number<double>();
  CHECK(is_kept_number(value));
  const auto text = kept_text(value);
  double number = 0;  // of what is too small for a double, too
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string to_text(const boost::json::value& value) {
  std::string text;
  append(text, value);
  return text;
}

std::string to_text(const boost::json::object& object) {
  std::string text;
  append(text, object);
  return text;
}

}  // namespace allot::json
