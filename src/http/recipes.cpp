#include "http/recipes.h"

#include <algorithm>

#include "http/json_body.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/project_list.h"
#include "http/recipes_json.h"
#include "usecases/recipes/clone.h"
#include "usecases/recipes/create.h"
#include "usecases/recipes/read.h"
#include "usecases/recipes/remove.h"
#include "usecases/recipes/update.h"

namespace allot::http::recipes {

namespace {

Result<RecipeId> recipe_id(const Request& request) {
  return parse_id<RecipeId>(request.param("id"), "recipe");
}

std::string recipe_json(const Env& env, const Recipe& recipe) {
  JsonWriter json;
  write_recipe(json, env, recipe);
  return json.take();
}

Result<std::vector<OntologyId>> ontology_ids(const JsonBody& body) {
  return body.ids_or_empty<OntologyId>("ontologyIds", "ontology");
}

Result<std::optional<std::string>> optional_object(const JsonBody& body, std::string_view name) {
  const auto object = TRY(body.optional_object(name));
  return object ? std::optional(object->raw()) : std::nullopt;
}

Result<UpdateRecipe> parse_update(const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  UpdateRecipe input;
  input.recipe = TRY(recipe_id(request));
  input.title = TRY(body.optional_text("title"));
  input.description = TRY(body.optional_text("description"));
  if (const auto metadata = TRY(body.optional_object("metadata"))) {
    TRY(metadata->optional_object("system"));  // an object, or nothing
    input.metadata = metadata->raw();
  }
  input.system = TRY(Parameters(request).flag("system"));
  input.ui_settings = TRY(optional_object(body, "uiSettings"));
  input.instructions = TRY(body.optional_array("instructions"));
  input.custom_actions = TRY(body.optional_array("customActions"));
  if (body.has("projectIds")) input.projects = to_project_ids(TRY(body.texts("projectIds")));
  if (body.has("ontologyIds")) input.ontologies = TRY(ontology_ids(body));
  if (body.has("examples")) input.examples = body.raw("examples");
  return input;
}

/// What `GET /recipes` is narrowed by.
struct Asked {
  std::optional<AskedName> title;
  std::vector<UserId> creators;
  std::vector<OntologyId> ontologies;
};

Result<Asked> asked_of(const Parameters& parameters) {
  Asked asked;
  asked.title = TRY(parameters.name("title"));
  asked.creators = TRY(parameters.emails("creator"));
  asked.ontologies = TRY(parameters.ids<OntologyId>("ontologies", "ontology"));
  return asked;
}

bool is_asked_for(const Asked& asked, const Recipe& recipe) {
  const bool has_ontology =
      asked.ontologies.empty() || std::ranges::any_of(recipe.ontologies, [&](const auto& ontology) {
        return is_among(asked.ontologies, ontology);
      });
  return has_ontology && (!asked.title || asked.title->is(recipe.title)) &&
         is_among(asked.creators, recipe.creator);
}

}  // namespace

Result<Scope> where_removed(const Transaction& tx, const Request& request) {
  const auto recipe = TRY(recipe_id(request));
  return scope_of(tx, RemoveRecipe{.recipe = recipe});
}

Result<Response> create(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  CreateRecipe input;
  input.project = TRY(only_project(body));
  input.title = TRY(body.text("title"));
  input.description = TRY(body.text_or("description", ""));
  input.ontologies = TRY(ontology_ids(body));
  input.ui_settings = TRY(optional_object(body, "uiSettings")).value_or("");
  input.metadata = TRY(optional_object(body, "metadata")).value_or("{}");
  return json_response(recipe_json(env, TRY(create_recipe(env, request.caller, input))));
}

Result<Response> list(Env& env, const Request& request) {
  const Parameters parameters(request);
  const auto asked = TRY(asked_of(parameters));
  const auto page = TRY(page_of_query(request));
  const auto projects = to_project_ids(parameters.any_ids("projects"));
  std::vector<std::string> texts;
  for (const auto& recipe : list_recipes(env, request.caller, projects)) {
    if (is_asked_for(asked, recipe)) texts.push_back(recipe_json(env, recipe));
  }
  return page_of_texts(page, texts);
}

Result<Response> get(Env& env, const Request& request) {
  const auto recipe = TRY(get_recipe(env, request.caller, TRY(recipe_id(request))));
  return json_response(recipe_json(env, recipe));
}

Result<Response> update(Env& env, const Request& request) {
  const auto input = TRY(parse_update(request));
  return json_response(recipe_json(env, TRY(update_recipe(env, request.caller, input))));
}

Result<Response> remove(Env& env, const Request& request) {
  const auto id = TRY(recipe_id(request));
  const bool force = TRY(Parameters(request).flag("force"));
  TRY(remove_recipe(env, request.caller, {.recipe = id, .force = force}));
  return no_content();
}

Result<Response> clone(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  CloneRecipe input;
  input.recipe = TRY(recipe_id(request));
  input.shallow = TRY(body.flag_or("shallow", false));
  return json_response(recipe_json(env, TRY(clone_recipe(env, request.caller, input))));
}

}  // namespace allot::http::recipes
