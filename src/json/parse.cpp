#include "json/parse.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "json/tree.h"

namespace allot::json {

namespace {

enum class Numbers { as_values, as_written };

/// Builds the tree as the library's parser does, but converts doubles from their text, and keeps
/// the text where that is asked and the number would be printed otherwise.
struct Builder {
  explicit Builder(Numbers how) : numbers(how) {}

  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  const Numbers numbers;
  boost::json::value_stack stack;
  std::string number;  // its text so far

  bool on_document_begin(boost::json::error_code&) { return true; }

  bool on_document_end(boost::json::error_code&) { return true; }

  bool on_object_begin(boost::json::error_code&) { return true; }

  bool on_object_end(std::size_t size, boost::json::error_code&) {
    stack.push_object(size);
    return true;
  }

  bool on_array_begin(boost::json::error_code&) { return true; }

  bool on_array_end(std::size_t size, boost::json::error_code&) {
    stack.push_array(size);
    return true;
  }

  bool on_key_part(boost::json::string_view part, std::size_t, boost::json::error_code&) {
    stack.push_chars(part);
    return true;
  }

  bool on_key(boost::json::string_view part, std::size_t, boost::json::error_code&) {
    stack.push_key(part);
    return true;
  }

  bool on_string_part(boost::json::string_view part, std::size_t, boost::json::error_code&) {
    stack.push_chars(part);
    return true;
  }

  bool on_string(boost::json::string_view part, std::size_t, boost::json::error_code&) {
    stack.push_string(part);
    return true;
  }

  bool on_number_part(boost::json::string_view part, boost::json::error_code&) {
    number.append(part.data(), part.size());
    return true;
  }

  bool on_int64(std::int64_t value, boost::json::string_view part, boost::json::error_code&) {
    const bool is_negative =
        (number.empty() ? part : boost::json::string_view(number)).starts_with('-');
    number.clear();
    if (value == 0 && is_negative && numbers == Numbers::as_written) {
      stack.push_string(kept_number("-0"));  // all other integers have one form
    } else {
      stack.push_int64(value);
    }
    return true;
  }

  bool on_uint64(std::uint64_t value, boost::json::string_view, boost::json::error_code&) {
    number.clear();
    stack.push_uint64(value);
    return true;
  }

  bool on_double(double value, boost::json::string_view part, boost::json::error_code& fault) {
    number.append(part.data(), part.size());
    double exact = value;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), exact);
    if (error != std::errc{} || end != number.data() + number.size()) exact = value;
    const auto text = std::exchange(number, {});
    if (std::isinf(exact)) {
      // It could not be written again.
      fault = boost::json::error::exponent_overflow;
      return false;
    }
    if (numbers == Numbers::as_written && number_text(exact) != text) {
      stack.push_string(kept_number(text));
    } else {
      stack.push_double(exact);
    }
    return true;
  }

  bool on_bool(bool value, boost::json::error_code&) {
    stack.push_bool(value);
    return true;
  }

  bool on_null(boost::json::error_code&) {
    stack.push_null();
    return true;
  }

  bool on_comment_part(boost::json::string_view, boost::json::error_code&) { return true; }

  bool on_comment(boost::json::string_view, boost::json::error_code&) { return true; }
};

/// Notes a name that one object has twice.
struct NameBuilder : Builder {
  NameBuilder() : Builder(Numbers::as_values) {}

  std::vector<std::set<std::string>> open;  // names of the objects that are not yet whole
  std::string name;
  std::optional<std::string> repeated;

  bool on_object_begin(boost::json::error_code&) {
    open.emplace_back();
    return true;
  }

  bool on_object_end(std::size_t size, boost::json::error_code& fault) {
    open.pop_back();
    return Builder::on_object_end(size, fault);
  }

  bool on_key_part(
      boost::json::string_view part, std::size_t size, boost::json::error_code& fault
  ) {
    name.append(part.data(), part.size());
    return Builder::on_key_part(part, size, fault);
  }

  bool on_key(boost::json::string_view part, std::size_t size, boost::json::error_code& fault) {
    name.append(part.data(), part.size());
    if (!open.back().insert(name).second && !repeated) repeated = name;
    name.clear();
    return Builder::on_key(part, size, fault);
  }
};

/// Lets go of each element of the outermost array as soon as it is whole.
struct ElementBuilder : Builder {
  explicit ElementBuilder(FunctionRef<bool(boost::json::value)> user)
      : Builder(Numbers::as_written), use(user) {}

  FunctionRef<bool(boost::json::value)> use;
  int depth = 0;
  std::size_t count = 0;  // of elements that were whole

  bool element(boost::json::error_code& fault) {
    if (depth != 1) return true;
    auto value = stack.release();
    stack.reset();
    ++count;
    if (use(std::move(value))) return true;
    fault = boost::json::error::syntax;
    return false;
  }

  bool on_object_begin(boost::json::error_code&) {
    ++depth;
    return true;
  }

  bool on_object_end(std::size_t size, boost::json::error_code& fault) {
    --depth;
    return Builder::on_object_end(size, fault) && element(fault);
  }

  bool on_array_begin(boost::json::error_code&) {
    ++depth;
    return true;
  }

  bool on_array_end(std::size_t size, boost::json::error_code& fault) {
    if (--depth == 0) return true;
    return Builder::on_array_end(size, fault) && element(fault);
  }

  bool on_string(boost::json::string_view part, std::size_t size, boost::json::error_code& fault) {
    return Builder::on_string(part, size, fault) && element(fault);
  }

  bool on_int64(std::int64_t value, boost::json::string_view text, boost::json::error_code& fault) {
    return Builder::on_int64(value, text, fault) && element(fault);
  }

  bool on_uint64(
      std::uint64_t value, boost::json::string_view text, boost::json::error_code& fault
  ) {
    return Builder::on_uint64(value, text, fault) && element(fault);
  }

  bool on_double(double value, boost::json::string_view text, boost::json::error_code& fault) {
    return Builder::on_double(value, text, fault) && element(fault);
  }

  bool on_bool(bool value, boost::json::error_code& fault) {
    return Builder::on_bool(value, fault) && element(fault);
  }

  bool on_null(boost::json::error_code& fault) { return Builder::on_null(fault) && element(fault); }
};

boost::json::parse_options options_of(std::size_t depth_max) {
  boost::json::parse_options options;
  options.max_depth = depth_max;
  return options;
}

Fault fault_of(const boost::json::error_code& error, std::size_t position) {
  return {
      .position = position,
      .reason = error.message(),
      .is_too_deep = error == boost::json::error::too_deep
  };
}

template <class Handler>
std::optional<Fault> run(boost::json::basic_parser<Handler>& parser, std::string_view text) {
  boost::json::error_code error;
  const auto used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) error = boost::json::error::extra_data;
  if (error) return fault_of(error, used);
  return std::nullopt;
}

template <class Handler>
std::optional<Fault> parse_into(
    boost::json::basic_parser<Handler>& parser, std::string_view text, boost::json::value& out
) {
  parser.handler().stack.reset(out.storage());
  if (auto fault = run(parser, text)) return fault;
  out = parser.handler().stack.release();
  return std::nullopt;
}

}  // namespace

Unexpected too_deep(const std::string& subject, std::size_t levels_max) {
  return fail(
      ErrorCode::invalid,
      subject + " is nested more than " + std::to_string(levels_max) + " levels deep."
  );
}

std::optional<Fault> parse(std::string_view text, boost::json::value& out, std::size_t depth_max) {
  boost::json::basic_parser<Builder> parser(options_of(depth_max), Numbers::as_values);
  return parse_into(parser, text, out);
}

std::optional<Fault> parse_as_written(
    std::string_view text, boost::json::value& out, std::size_t depth_max
) {
  boost::json::basic_parser<Builder> parser(options_of(depth_max), Numbers::as_written);
  return parse_into(parser, text, out);
}

std::optional<Fault> parse(
    std::string_view text,
    boost::json::value& out,
    std::optional<std::string>& repeated,
    std::size_t depth_max
) {
  boost::json::basic_parser<NameBuilder> parser(options_of(depth_max));
  auto fault = parse_into(parser, text, out);
  repeated = std::move(parser.handler().repeated);
  return fault;
}

std::optional<Fault> parse_elements(
    std::string_view text,
    FunctionRef<bool(boost::json::value)> use,
    std::size_t element_bytes_max,
    std::size_t depth_max
) {
  constexpr std::size_t piece_bytes = 256 * 1024;
  boost::json::basic_parser<ElementBuilder> parser(options_of(depth_max), use);
  std::size_t done = 0;   // bytes parsed
  std::size_t began = 0;  // about where the element at hand begins
  while (text.size() - done > piece_bytes) {
    const auto count = parser.handler().count;
    boost::json::error_code error;
    const auto used = parser.write_some(true, text.data() + done, piece_bytes, error);
    if (error) return fault_of(error, done + used);
    done += used;
    if (used < piece_bytes) break;  // the array is whole, and something comes behind it
    if (parser.handler().count > count) began = done - piece_bytes;
    if (done - began > element_bytes_max) {
      return Fault{.position = began, .reason = "an element is too large", .is_too_large = true};
    }
  }
  auto fault = run(parser, text.substr(done));
  if (fault) fault->position += done;
  return fault;
}

}  // namespace allot::json
