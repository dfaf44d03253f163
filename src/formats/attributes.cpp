#include "formats/attributes.h"

#include "json/text.h"

namespace allot::formats {

std::string attributes_of(const Annotation& annotation) {
  const bool may_have = annotation.metadata.find("\"attributes\"") != std::string::npos;
  if (!may_have) return annotation.attributes;
  return json::member(annotation.metadata, "system.attributes").value_or(annotation.attributes);
}

}  // namespace allot::formats
