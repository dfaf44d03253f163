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

Result<Done> require_metadata(const std::string& metadata) {
  if (!json::is_object(metadata)) return invalid_field("metadata", "must be a JSON object");
  const auto system = json::member(metadata, "system");
  if (!system || system->starts_with('{')) return Done{};
  return invalid_field("metadata.system", "must be a JSON object");
}

Result<std::string> allowed_difference(const std::string& difference, bool system) {
  if (!json::is_object(difference)) return invalid_field("metadata", "must be a JSON object");
  if (!system) return json::without_members(difference, {"system"});
  TRY(require_metadata(difference));
  return without_owned_keys(difference);
}

}  // namespace allot
