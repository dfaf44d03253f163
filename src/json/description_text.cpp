#include "json/description_text.h"

#include "base/json_writer.h"
#include "json/text.h"

namespace allot {

std::string text_of(const Description& description) {
  JsonWriter json;
  json.object([&] {
    json.member("content", description.content);
    json.member("createdBy", description.created_by);
    json.member("updatedBy", description.updated_by);
    json.member_iso("createdAt", description.created_at);
    json.member_iso("updatedAt", description.updated_at);
  });
  return json.take();
}

Description read_description(const std::string& object) {
  const auto text = [&](std::string_view member) {
    return json::string_member(object, member).value_or("");
  };
  return {
      .content = text("content"),
      .created_by = {text("createdBy")},
      .updated_by = {text("updatedBy")},
      .created_at = parse_iso(text("createdAt")).value_or(Time{}),
      .updated_at = parse_iso(text("updatedAt")).value_or(Time{})
  };
}

}  // namespace allot
