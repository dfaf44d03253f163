#include "json/members.h"

#include <boost/json.hpp>

#include "base/check.h"
#include "json/parse.h"

namespace allot::json {

boost::json::value stored_tree(std::string_view text) {
  boost::json::value value;
  const bool is_valid = !parse_as_written(text, value, reader_depth_max);
  CHECK(is_valid);
  return value;
}

Result<boost::json::array> sent_array(std::string_view text, const char* field) {
  boost::json::value value;
  if (parse_as_written(text, value) || !value.is_array()) {
    return invalid_field(field, "must be an array");
  }
  return std::move(value.as_array());
}

const boost::json::value* find_member(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::string text_of(const boost::json::value& value) {
  return std::string(std::string_view(value.as_string()));
}

}  // namespace allot::json
