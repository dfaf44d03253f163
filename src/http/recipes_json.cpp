#include "http/recipes_json.h"

#include "json/ontology_metadata.h"
#include "json/text.h"

namespace allot::http {

namespace {

/// Always with the member `system`, into which the SDK writes without looking.
std::string shown_metadata(const Recipe& recipe) {
  const auto system = json::member(recipe.metadata, "system");
  if (system && system->starts_with('{')) return recipe.metadata;
  return json::with_member(recipe.metadata, "system", "{}");
}

}  // namespace

void write_recipe(JsonWriter& json, const Env& env, const Recipe& recipe) {
  json.object([&] {
    json.member("id", recipe.id);
    json.member("url", api_url(env) + "/recipes/" + recipe.id.text);
    json.member("title", recipe.title);
    json.member("description", recipe.description);
    json.member("creator", recipe.creator);
    json.member_array("projectIds", [&] { json.value(recipe.project); });
    json.member_array("ontologyIds", [&] {
      for (const auto& ontology : recipe.ontologies) json.value(ontology);
    });
    json.member_raw("metadata", shown_metadata(recipe));
    json.member_raw("uiSettings", recipe.ui_settings);
    json.member_raw("instructions", recipe.instructions);
    json.member_raw("examples", recipe.examples);
    json.member_raw("customActions", recipe.custom_actions);
    json.member_iso("createdAt", recipe.created_at);
    json.member_iso("updatedAt", recipe.updated_at);
    json.member("updatedBy", recipe.updated_by);
  });
}

void write_ontology(JsonWriter& json, const Env& env, const Ontology& ontology) {
  json.object([&] {
    json.member("id", ontology.id);
    json.member("url", api_url(env) + "/ontologies/" + ontology.id.text);
    json.member("title", ontology.title);
    json.member("creator", ontology.creator);
    json.member_raw("roots", ontology.roots);
    json.member_raw("attributes", ontology.attributes);
    json.member_raw("metadata", json::shown_metadata(ontology.metadata, ontology.project.text));
    json.member_iso("createdAt", ontology.created_at);
    json.member_iso("updatedAt", ontology.updated_at);
    json.member("updatedBy", ontology.updated_by);
  });
}

}  // namespace allot::http
