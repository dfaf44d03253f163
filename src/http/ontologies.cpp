#include "http/ontologies.h"

#include "http/json_body.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/project_list.h"
#include "http/recipes_json.h"
#include "usecases/recipes/change_attributes.h"
#include "usecases/recipes/change_labels.h"
#include "usecases/recipes/create_ontology.h"
#include "usecases/recipes/read.h"
#include "usecases/recipes/remove_ontology.h"
#include "usecases/recipes/update_ontology.h"

namespace allot::http::ontologies {

namespace {

Result<OntologyId> ontology_id(const Request& request) {
  return parse_id<OntologyId>(request.param("id"), "ontology");
}

std::string ontology_json(const Env& env, const Ontology& ontology) {
  JsonWriter json;
  write_ontology(json, env, ontology);
  return json.take();
}

Response ontology_response(const Env& env, const Ontology& ontology) {
  return json_response(ontology_json(env, ontology));
}

Result<Response> write_labels(Env& env, const Request& request, LabelMode mode) {
  const auto body = TRY(JsonBody::of(request));
  ChangeLabels input;
  input.ontology = TRY(ontology_id(request));
  input.labels = TRY(body.array("labelsNode"));
  input.mode = mode;
  return ontology_response(env, TRY(allot::change_labels(env, request.caller, input)));
}

}  // namespace

Result<Response> create(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  CreateOntology input;
  input.project = TRY(only_project(body));
  input.title = TRY(body.text_or("title", ""));
  input.roots = TRY(body.optional_array("roots")).value_or("[]");
  input.attributes = TRY(body.optional_array("attributes")).value_or("[]");
  return ontology_response(env, TRY(create_ontology(env, request.caller, input)));
}

Result<Response> list(Env& env, const Request& request) {
  const Parameters asked(request);
  const auto page = TRY(page_of_query(request));
  const auto projects = to_project_ids(asked.any_ids("projects"));
  const auto ids = TRY(asked.ids<OntologyId>("ids", "ontology"));
  std::vector<std::string> texts;
  for (const auto& ontology : list_ontologies(env, request.caller, projects)) {
    if (is_among(ids, ontology.id)) texts.push_back(ontology_json(env, ontology));
  }
  return page_of_texts(page, texts);
}

Result<Response> get(Env& env, const Request& request) {
  const auto id = TRY(ontology_id(request));
  return ontology_response(env, TRY(get_ontology(env, request.caller, id)));
}

Result<Response> update(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  UpdateOntology input;
  input.ontology = TRY(ontology_id(request));
  input.title = TRY(body.optional_text("title"));
  input.roots = TRY(body.optional_array("roots"));
  input.attributes = TRY(body.optional_array("attributes"));
  input.system = TRY(Parameters(request).flag("system"));
  if (const auto metadata = TRY(body.optional_object("metadata"))) input.metadata = metadata->raw();
  return ontology_response(env, TRY(update_ontology(env, request.caller, input)));
}

Result<Response> remove(Env& env, const Request& request) {
  TRY(remove_ontology(env, request.caller, TRY(ontology_id(request))));
  return no_content();
}

Result<Response> change_labels(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  const bool upsert = TRY(body.flag_or("upsert", false));
  return write_labels(env, request, upsert ? LabelMode::upsert : LabelMode::update);
}

Result<Response> add_labels(Env& env, const Request& request) {
  return write_labels(env, request, LabelMode::add);
}

Result<Response> change_attributes(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  ChangeAttributes input;
  input.ontology = TRY(ontology_id(request));
  input.attributes = TRY(body.array("items"));
  return ontology_response(env, TRY(allot::change_attributes(env, request.caller, input)));
}

Result<Response> remove_attributes(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  RemoveAttributes input;
  input.ontology = TRY(ontology_id(request));
  input.keys = TRY(body.texts("keys"));
  TRY(allot::remove_attributes(env, request.caller, input));
  return no_content();
}

}  // namespace allot::http::ontologies
