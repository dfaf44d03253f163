#include "written_json.h"

#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <utility>

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

constexpr char number_mark = '\xFF';  // in no UTF-8, so at the beginning of no text
constexpr std::size_t depth_max = 1'000;

bool is_kept_number(const json::value& value) {
  return value.is_string() && value.get_string().starts_with(number_mark);
}

std::string_view kept_text(const json::value& value) {
  const auto& text = value.get_string();
  return std::string_view(text.data(), text.size()).substr(1);
}

/// With a fraction also when it is whole, as Python and JSON's own examples have it.
std::string number_text(double number) {
  std::array<char, 64> digits{};
  const auto size = std::abs(number) >= 1e16 || (number != 0 && std::abs(number) < 1e-4)
                        ? std::chars_format::scientific
                        : std::chars_format::fixed;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number, size);
  std::string text(digits.data(), written.ptr);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

/// Builds the tree as the library's parser does, but for the numbers.
struct Builder {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  json::value_stack stack;
  std::string number;  // its text so far

  bool on_document_begin(json::error_code&) { return true; }

  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code&) { return true; }

  bool on_object_end(std::size_t size, json::error_code&) { return stack.push_object(size), true; }

  bool on_array_begin(json::error_code&) { return true; }

  bool on_array_end(std::size_t size, json::error_code&) { return stack.push_array(size), true; }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    return stack.push_chars(part), true;
  }

  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    return stack.push_key(part), true;
  }

  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    return stack.push_chars(part), true;
  }

  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    return stack.push_string(part), true;
  }

  bool on_number_part(json::string_view part, json::error_code&) {
    number.append(part.data(), part.size());
    return true;
  }

  bool on_int64(std::int64_t value, json::string_view part, json::error_code&) {
    const auto text = whole(part);
    return text == std::to_string(value) ? stack.push_int64(value) : keep(text), true;
  }

  bool on_uint64(std::uint64_t value, json::string_view, json::error_code&) {
    number.clear();
    return stack.push_uint64(value), true;
  }

  bool on_double(double value, json::string_view part, json::error_code&) {
    const auto text = whole(part);
    std::from_chars(text.data(), text.data() + text.size(), value);
    return text == number_text(value) ? stack.push_double(value) : keep(text), true;
  }

  bool on_bool(bool value, json::error_code&) { return stack.push_bool(value), true; }

  bool on_null(json::error_code&) { return stack.push_null(), true; }

  bool on_comment_part(json::string_view, json::error_code&) { return true; }

  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  std::string whole(json::string_view part) {
    number.append(part.data(), part.size());
    return std::exchange(number, {});
  }

  void keep(const std::string& text) { stack.push_string(number_mark + text); }
};

}  // namespace

std::optional<json::value> parse_as_written(std::string_view text) {
  json::parse_options options;
  options.max_depth = depth_max;
  json::basic_parser<Builder> parser(options);
  parser.handler().stack.reset();
  json::error_code error;
  const auto used = parser.write_some(false, text.data(), text.size(), error);
  if (error || used < text.size()) return std::nullopt;
  return parser.handler().stack.release();
}

bool is_number(const json::value& value) {
  return value.is_number() || is_kept_number(value);
}

bool is_text(const json::value& value) {
  return value.is_string() && !is_kept_number(value);
}

double to_double(const json::value& value) {
  if (value.is_number()) return value.to_number<double>();
  const auto text = kept_text(value);
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string to_text(const json::value& value) {
  if (is_kept_number(value)) return std::string(kept_text(value));
  if (value.is_double()) return number_text(value.get_double());
  std::string text;
  if (value.is_array()) {
    for (const auto& element : value.get_array()) {
      text += (text.empty() ? "[" : ",") + to_text(element);
    }
    return text.empty() ? "[]" : text + "]";
  }
  if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      text += (text.empty() ? "{" : ",") + json::serialize(member.key()) + ":" +
              to_text(member.value());
    }
    return text.empty() ? "{}" : text + "}";
  }
  return json::serialize(value);
}

}  // namespace allot::inline v1
