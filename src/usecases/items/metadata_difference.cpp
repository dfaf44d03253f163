#include "usecases/items/metadata_difference.h"

#include "json/text.h"

namespace allot {

std::string without_owned_keys(const std::string& metadata) {
  // In place of `system` itself it would take all of them away.
  const auto system = json::member(metadata, "system");
  if (system && !json::is_object(*system)) return json::without_members(metadata, {"system"});
  return json::without_members(
      metadata,
      {"system.refs",
       "system.taskStatusLog",
       "system.annotationStatus",
       "system.size",
       "system.mimetype"}
  );
}

Result<std::string> allowed_difference(const std::string& difference, bool system) {
  if (!json::is_object(difference)) return invalid_field("metadata", "must be a JSON object");
  return system ? without_owned_keys(difference) : json::without_members(difference, {"system"});
}

}  // namespace allot
