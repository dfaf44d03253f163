#include "formats/mask_text.h"

#include <boost/json/value.hpp>

#include "json/parse.h"

namespace allot::formats {

std::optional<std::string> mask_text_of(const Annotation& annotation) {
  boost::json::value value;
  if (annotation.coordinates.empty()) return std::nullopt;
  if (json::parse(annotation.coordinates, value, json::reader_depth_max)) return std::nullopt;
  const auto* data = &value;
  if (const auto* object = value.if_object()) data = object->if_contains("data");
  if (data == nullptr || !data->is_string()) return std::nullopt;
  return std::string(std::string_view(data->get_string()));
}

}  // namespace allot::formats
