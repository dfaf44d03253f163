// Is a text JSON? Asked of the text alone.

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <limits>

#include "query/exact_json.h"

namespace allot::query {

namespace json = boost::json;

namespace {

struct Reader {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  bool on_document_begin(json::error_code&) { return true; }

  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code&) { return true; }

  bool on_object_end(std::size_t, json::error_code&) { return true; }

  bool on_array_begin(json::error_code&) { return true; }

  bool on_array_end(std::size_t, json::error_code&) { return true; }

  bool on_key_part(json::string_view, std::size_t, json::error_code&) { return true; }

  bool on_key(json::string_view, std::size_t, json::error_code&) { return true; }

  bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }

  bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }

  bool on_number_part(json::string_view, json::error_code&) { return true; }

  bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }

  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }

  bool on_double(double value, json::string_view text, json::error_code& fault) {
    // As Builder: what is just below the greatest double is one.
    if (std::isfinite(value) || std::isfinite(exact(text))) return true;
    fault = json::error::exponent_overflow;
    return false;
  }

  bool on_bool(bool, json::error_code&) { return true; }

  bool on_null(json::error_code&) { return true; }

  bool on_comment_part(json::string_view, json::error_code&) { return true; }

  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  static double exact(json::string_view text) {
    double number = std::numeric_limits<double>::infinity();
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }
};

}  // namespace

std::optional<JsonFault> json_fault(std::string_view text, std::size_t depth_max) {
  json::parse_options options;
  options.max_depth = depth_max;
  json::basic_parser<Reader> parser(options);
  json::error_code error;
  const auto used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) error = json::error::extra_data;
  if (!error) return std::nullopt;
  return JsonFault{
      .position = used, .reason = error.message(), .is_too_deep = error == json::error::too_deep
  };
}

}  // namespace allot::query
