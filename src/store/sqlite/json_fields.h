#pragma once

#include "json/stored.h"

namespace allot::sqlite {

/// A column of JSON text: what is written to it, read of it (json_column.h), and looked for by
/// `allot check` (text_columns.h).
struct JsonField {
  const char* column;
  const char* member;  // as clients know it
  json::Shape shape;
};

// Every one, by table.

namespace recipe_json {
inline constexpr JsonField metadata{"metadata", "metadata", json::Shape::object};
inline constexpr JsonField ui_settings{"ui_settings", "uiSettings", json::Shape::object};
inline constexpr JsonField instructions{"instructions", "instructions", json::Shape::array};
inline constexpr JsonField examples{"examples", "examples", json::Shape::any};
inline constexpr JsonField custom_actions{"custom_actions", "customActions", json::Shape::array};
}  // namespace recipe_json

namespace ontology_json {
inline constexpr JsonField roots{"roots", "roots", json::Shape::array};
inline constexpr JsonField attributes{"attributes", "attributes", json::Shape::array};
inline constexpr JsonField metadata{"metadata", "metadata", json::Shape::object};
}  // namespace ontology_json

namespace dataset_json {
inline constexpr JsonField expiration_options{
    "expiration_options", "expirationOptions", json::Shape::optional
};
inline constexpr JsonField user_metadata{"user_metadata", "metadata.user", json::Shape::object};
inline constexpr JsonField system_metadata{
    "system_metadata", "metadata.system", json::Shape::object
};
}  // namespace dataset_json

namespace item_json {
inline constexpr JsonField spec{"spec", "spec", json::Shape::optional};
inline constexpr JsonField metadata{"metadata", "metadata", json::Shape::object};
}  // namespace item_json

namespace annotation_json {
inline constexpr JsonField coordinates{"coordinates", "coordinates", json::Shape::optional};
inline constexpr JsonField attributes{"attributes", "attributes", json::Shape::optional};
inline constexpr JsonField label_suggestions{
    "label_suggestions", "labelSuggestions", json::Shape::optional
};
inline constexpr JsonField metadata{"metadata", "metadata", json::Shape::object};
}  // namespace annotation_json

namespace annotation_log_json {
inline constexpr JsonField changes{"changes", "changes", json::Shape::object};
}  // namespace annotation_log_json

namespace bulk_change_json {
inline constexpr JsonField difference{"difference", "metadata", json::Shape::object};
}  // namespace bulk_change_json

namespace task_json {
inline constexpr JsonField due_date{"due_date", "dueDate", json::Shape::optional};
inline constexpr JsonField available_actions{
    "available_actions", "availableActions", json::Shape::optional
};
inline constexpr JsonField description{"description", "description", json::Shape::optional};
inline constexpr JsonField user_metadata{"user_metadata", "metadata", json::Shape::object};
inline constexpr JsonField system_metadata{
    "system_metadata", "metadata.system", json::Shape::object
};
}  // namespace task_json

namespace assignment_json {
inline constexpr JsonField user_metadata{"user_metadata", "metadata", json::Shape::object};
}  // namespace assignment_json

namespace event_json {
inline constexpr JsonField detail{"detail", "detail", json::Shape::object};
}  // namespace event_json

namespace clone_json {
inline constexpr JsonField metadata{"metadata", "metadata", json::Shape::object};
}  // namespace clone_json

namespace command_json {
inline constexpr JsonField spec{"spec", "spec", json::Shape::object};
}  // namespace command_json

}  // namespace allot::sqlite
