#include "store/sqlite/text_columns.h"

#include "store/sqlite/json_fields.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

template <class Enum>
TextColumn words(const char* name, const char* member) {
  return {name, member, std::nullopt, Words<Enum>::list};
}

TextColumn text(const char* name, const char* member) {
  return {name, member, std::nullopt};
}

TextColumn json(const JsonField& field) {
  return {field.column, field.member, field.shape};
}

}  // namespace

const std::vector<TextTable>& text_tables() {
  static const std::vector<TextTable> all{
      {"account",
       "Account",
       "",
       {text("first_name", "firstName"),
        text("last_name", "lastName"),
        words<UserState>("state", "state"),
        words<OrgRole>("org_role", "role in the organisation")}},
      {"organization", "Organisation", "name", {text("name", "name")}},
      {"api_key", "API key", "", {text("description", "description")}},
      {"project", "Project", "name", {text("name", "name"), text("creator", "creator")}},
      {"member", "Member", "user_id", {words<Role>("role", "role")}, "project_id"},
      {"recipe",
       "Recipe",
       "title",
       {text("title", "title"),
        text("description", "description"),
        json(recipe_json::metadata),
        json(recipe_json::ui_settings),
        json(recipe_json::instructions),
        json(recipe_json::examples),
        json(recipe_json::custom_actions)}},
      {"ontology",
       "Ontology",
       "title",
       {text("title", "title"),
        json(ontology_json::roots),
        json(ontology_json::attributes),
        json(ontology_json::metadata)}},
      {"dataset",
       "Dataset",
       "name",
       {text("name", "name"),
        json(dataset_json::expiration_options),
        json(dataset_json::user_metadata),
        json(dataset_json::system_metadata)}},
      {"item",
       "Item",
       "path",
       {text("path", "filename"),
        text("creator", "creator"),
        text("description", "description"),
        words<ItemType>("type", "type"),
        json(item_json::spec),
        json(item_json::metadata)}},
      {"annotation",
       "Annotation",
       "label",
       {text("label", "label"),
        text("type", "type"),
        text("description", "description"),
        text("source", "source"),
        json(annotation_json::coordinates),
        json(annotation_json::attributes),
        json(annotation_json::label_suggestions),
        json(annotation_json::metadata)}},
      {"long_coordinates", "Annotation number", "", {json(annotation_json::coordinates)}, "number"},
      {"bulk_change", "Bulk change", "", {json(bulk_change_json::difference)}, "number"},
      {"task",
       "Task",
       "name",
       {text("name", "name"),
        words<TaskType>("type", "spec.type"),
        json(task_json::due_date),
        json(task_json::available_actions),
        json(task_json::description),
        json(task_json::user_metadata),
        json(task_json::system_metadata)}},
      {"task_query", "Task", "", {text("query", "query")}},
      {"assignment",
       "Assignment",
       "name",
       {text("name", "name"), words<ShareKind>("kind", "kind"), json(assignment_json::user_metadata)
       }},
      {"export",
       "Export",
       "",
       {words<ExportForm>("form", "exportType"),
        text("items_query", "itemsQuery"),
        text("annotations_query", "annotationsQuery")}},
      {"clone",
       "Clone",
       "",
       {text("name", "name"),
        text("directory", "targetDirectory"),
        text("path", "remoteFileName"),
        text("items_query", "filter"),
        json(clone_json::metadata)}},
      {"command",
       "Command",
       "type",
       {words<CommandStatus>("status", "status"), json(command_json::spec)}},
  };
  return all;
}

}  // namespace allot::sqlite
