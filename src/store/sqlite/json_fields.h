#pragma once

#include "query/stored_json.h"

namespace allot::sqlite {

/// A column of JSON text: what is written to it, read of it (json_column.h), and looked for by
/// `allot check` (text_columns.h).
struct JsonField {
  const char* column;
  const char* member;  // as clients know it
  query::JsonShape shape;
};

// Every one, by table.

namespace recipe_json {
inline constexpr JsonField metadata{"metadata", "metadata", query::JsonShape::object};
inline constexpr JsonField ui_settings{"ui_settings", "uiSettings", query::JsonShape::object};
inline constexpr JsonField instructions{"instructions", "instructions", query::JsonShape::array};
inline constexpr JsonField examples{"examples", "examples", query::JsonShape::any};
inline constexpr JsonField custom_actions{
    "custom_actions", "customActions", query::JsonShape::array
};
}  // namespace recipe_json

namespace ontology_json {
inline constexpr JsonField roots{"roots", "roots", query::JsonShape::array};
inline constexpr JsonField attributes{"attributes", "attributes", query::JsonShape::array};
inline constexpr JsonField metadata{"metadata", "metadata", query::JsonShape::object};
}  // namespace ontology_json

namespace dataset_json {
inline constexpr JsonField expiration_options{
    "expiration_options", "expirationOptions", query::JsonShape::optional
};
inline constexpr JsonField user_metadata{
    "user_metadata", "metadata.user", query::JsonShape::object
};
inline constexpr JsonField system_metadata{
    "system_metadata", "metadata.system", query::JsonShape::object
};
}  // namespace dataset_json

namespace item_json {
inline constexpr JsonField spec{"spec", "spec", query::JsonShape::optional};
inline constexpr JsonField metadata{"metadata", "metadata", query::JsonShape::object};
}  // namespace item_json

namespace annotation_json {
inline constexpr JsonField coordinates{"coordinates", "coordinates", query::JsonShape::optional};
inline constexpr JsonField attributes{"attributes", "attributes", query::JsonShape::optional};
inline constexpr JsonField label_suggestions{
    "label_suggestions", "labelSuggestions", query::JsonShape::optional
};
inline constexpr JsonField metadata{"metadata", "metadata", query::JsonShape::object};
}  // namespace annotation_json

namespace bulk_change_json {
inline constexpr JsonField difference{"difference", "metadata", query::JsonShape::object};
}  // namespace bulk_change_json

namespace task_json {
inline constexpr JsonField due_date{"due_date", "dueDate", query::JsonShape::optional};
inline constexpr JsonField available_actions{
    "available_actions", "availableActions", query::JsonShape::optional
};
inline constexpr JsonField description{"description", "description", query::JsonShape::optional};
inline constexpr JsonField user_metadata{"user_metadata", "metadata", query::JsonShape::object};
inline constexpr JsonField system_metadata{
    "system_metadata", "metadata.system", query::JsonShape::object
};
}  // namespace task_json

namespace assignment_json {
inline constexpr JsonField user_metadata{"user_metadata", "metadata", query::JsonShape::object};
}  // namespace assignment_json

namespace event_json {
inline constexpr JsonField detail{"detail", "detail", query::JsonShape::object};
}  // namespace event_json

namespace command_json {
inline constexpr JsonField spec{"spec", "spec", query::JsonShape::object};
}  // namespace command_json

}  // namespace allot::sqlite
