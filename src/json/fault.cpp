// Is a text JSON? Asked of the text alone.

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <limits>

#include "json/parse.h"

namespace allot::json {

namespace {

struct Reader {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  bool on_document_begin(boost::json::error_code&) { return true; }

  bool on_document_end(boost::json::error_code&) { return true; }

  bool on_object_begin(boost::json::error_code&) { return true; }

  bool on_object_end(std::size_t, boost::json::error_code&) { return true; }

  bool on_array_begin(boost::json::error_code&) { return true; }

  bool on_array_end(std::size_t, boost::json::error_code&) { return true; }

  bool on_key_part(boost::json::string_view, std::size_t, boost::json::error_code&) { return true; }

  bool on_key(boost::json::string_view, std::size_t, boost::json::error_code&) { return true; }

  bool on_string_part(boost::json::string_view, std::size_t, boost::json::error_code&) {
    return true;
  }

  bool on_string(boost::json::string_view, std::size_t, boost::json::error_code&) { return true; }

  bool on_number_part(boost::json::string_view, boost::json::error_code&) { return true; }

  bool on_int64(std::int64_t, boost::json::string_view, boost::json::error_code&) { return true; }

  bool on_uint64(std::uint64_t, boost::json::string_view, boost::json::error_code&) { return true; }

  bool on_double(double value, boost::json::string_view text, boost::json::error_code& fault) {
    // As Builder: what is just below the greatest double is one.
    if (std::isfinite(value) || std::isfinite(exact(text))) return true;
    fault = boost::json::error::exponent_overflow;
    return false;
  }

  bool on_bool(bool, boost::json::error_code&) { return true; }

  bool on_null(boost::json::error_code&) { return true; }

  bool on_comment_part(boost::json::string_view, boost::json::error_code&) { return true; }

  bool on_comment(boost::json::string_view, boost::json::error_code&) { return true; }

 private:
  static double exact(boost::json::string_view text) {
    double number = std::numeric_limits<double>::infinity();
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }
};

}  // namespace

std::optional<Fault> fault_of(std::string_view text, std::size_t depth_max) {
  boost::json::parse_options options;
  options.max_depth = depth_max;
  boost::json::basic_parser<Reader> parser(options);
  boost::json::error_code error;
  const auto used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) error = boost::json::error::extra_data;
  if (!error) return std::nullopt;
  return Fault{
      .position = used,
      .reason = error.message(),
      .is_too_deep = error == boost::json::error::too_deep
  };
}

}  // namespace allot::json
