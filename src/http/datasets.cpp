#include "http/datasets.h"

#include <algorithm>

#include "http/datasets_json.h"
#include "http/json_body.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/project_list.h"
#include "query/evaluate.h"
#include "query/names.h"
#include "query/query.h"
#include "usecases/datasets/create.h"
#include "usecases/datasets/make_binaries.h"
#include "usecases/datasets/remove.h"
#include "usecases/datasets/unlock.h"
#include "usecases/datasets/update.h"

namespace allot::http::datasets {

namespace {

DatasetId dataset_id(const Request& request) {
  return any_id<DatasetId>(request.param("id"));
}

Response dataset_response(const Env& env, const DatasetView& view) {
  return json_response(dataset_json(env, view));
}

/// Compact JSON; "" when the member is absent, null, or an object without content.
Result<std::string> expiration_options(const JsonBody& body) {
  const auto options = TRY(body.optional_object("expirationOptions"));
  if (!options) return std::string{};
  const auto days = TRY(options->optional_integer("itemMaxDays"));
  if (!days) return std::string{};
  if (*days < 1) return invalid_field("expirationOptions.itemMaxDays", "must be 1 or more");
  return R"({"itemMaxDays":)" + std::to_string(*days) + "}";
}

Result<std::string> object_text(const JsonBody& body, std::string_view name) {
  const auto object = TRY(body.optional_object(name));
  return object ? object->raw() : std::string{};
}

Result<CreateDataset> parse_create(const JsonBody& body) {
  CreateDataset input;
  input.project = TRY(only_project(body, "projects"));
  input.name = TRY(body.text("name"));
  input.default_recipe = TRY(body.flag_or("createDefaultRecipe", true));
  input.access_level = TRY(body.text_or("accessLevel", "project"));
  input.index_driver = TRY(body.text_or("indexDriver", "v1"));
  input.expiration_options = TRY(expiration_options(body));
  if (const auto metadata = TRY(body.optional_object("metadata"))) {
    const auto user = TRY(object_text(*metadata, "user"));
    if (!user.empty()) input.user_metadata = user;
  }
  return input;
}

/// `metadata.system` counts only with `?system=true`: the SDK sends it back with every update.
Result<Done> read_system_metadata(const JsonBody& metadata, UpdateDataset& input) {
  const auto system = TRY(metadata.optional_object("system"));
  if (!system) return Done{};
  input.system_metadata = system->raw();
  if (system->has("recipes")) {
    input.recipes = TRY(system->ids_or_empty<RecipeId>("recipes", "recipe"));
  }
  return Done{};
}

Result<UpdateDataset> parse_update(const Request& request) {
  const bool system = TRY(Parameters(request).flag("system"));
  const auto body = TRY(JsonBody::of(request));
  UpdateDataset input;
  input.dataset = dataset_id(request);
  input.name = TRY(body.optional_text("name"));
  if (const auto metadata = TRY(body.optional_object("metadata"))) {
    input.user_metadata = TRY(object_text(*metadata, "user"));
    if (system) TRY(read_system_metadata(*metadata, input));
  }
  if (body.mentions("expirationOptions")) input.expiration_options = TRY(expiration_options(body));
  if (body.has("enableSyncWithCloned")) {
    input.sync_with_clones = TRY(body.flag_or("enableSyncWithCloned", false));
  }
  return input;
}

/// The SDK puts a *project* id into `context.datasets` when it looks for Binaries.
std::vector<ProjectId> projects_of_context(const query::Query& query) {
  return to_project_ids(query.projects.empty() ? query.datasets : query.projects);
}

/// What `GET /datasets` is narrowed by.
struct Asked {
  std::optional<AskedName> name;
  std::vector<UserId> creators;
  std::vector<RecipeId> recipes;
  bool marked_for_deletion = false;
};

Result<Asked> asked_of(const Parameters& parameters) {
  Asked asked;
  asked.name = TRY(parameters.name("name"));
  asked.creators = TRY(parameters.emails("creator"));
  asked.recipes = TRY(parameters.ids<RecipeId>("recipe", "recipe"));
  asked.marked_for_deletion = TRY(parameters.flag("markForDeletion"));
  return asked;
}

bool is_asked_for(const Asked& asked, const Dataset& dataset) {
  const bool has_recipe =
      asked.recipes.empty() || std::ranges::any_of(dataset.recipes, [&](const RecipeId& recipe) {
        return is_among(asked.recipes, recipe);
      });
  // Deletion is final and at once, so nothing is ever marked for it.
  return has_recipe && (!asked.name || asked.name->is(dataset.name)) &&
         is_among(asked.creators, dataset.creator) && !asked.marked_for_deletion;
}

}  // namespace

Result<Response> create(Env& env, const Request& request) {
  const auto input = TRY(parse_create(TRY(JsonBody::of(request))));
  return dataset_response(env, TRY(create_dataset(env, request.caller, input)));
}

Result<Response> query(Env& env, const Request& request) {
  const auto query = TRY(query::parse_query(request.body, query::Resource::datasets));
  const ListDatasets input{
      .projects = projects_of_context(query), .system_space = query.system_space
  };
  if (input.system_space) make_missing_binaries(env, request.caller, input.projects);

  // Get by name and list by name are one request of the SDK, and names are exact.
  const query::Matcher matcher(query::with_names(query.filter, {"name"}, [](const std::string&) {
    return true;
  }));
  std::vector<query::Document> documents;
  for (const auto& view : list_datasets(env, request.caller, input)) {
    auto document = query::Document::of(dataset_json(env, view));
    if (matcher.matches(document)) documents.push_back(std::move(document));
  }
  query::sort_documents(documents, query.sort);
  std::vector<std::string> texts;
  for (const auto& document : documents) texts.push_back(document.text());
  return page_of_texts({.number = query.page, .size = query.page_size}, texts);
}

Result<Response> list(Env& env, const Request& request) {
  const Parameters parameters(request);
  const auto asked = TRY(asked_of(parameters));
  ListDatasets input;
  input.projects = to_project_ids(parameters.any_ids("projects"));
  input.system_space = TRY(parameters.flag("system"));
  JsonWriter json;
  json.array([&] {
    for (const auto& view : list_datasets(env, request.caller, input)) {
      if (is_asked_for(asked, view.dataset)) write_dataset(json, env, view);
    }
  });
  return json_response(json.take());
}

Result<Response> get(Env& env, const Request& request) {
  return dataset_response(env, TRY(get_dataset(env, request.caller, dataset_id(request))));
}

Result<Scope> where_updated(const Transaction& tx, const Request& request) {
  return scope_of(tx, TRY(parse_update(request)));
}

Result<Response> update(Env& env, const Request& request) {
  const auto input = TRY(parse_update(request));
  return dataset_response(env, TRY(update_dataset(env, request.caller, input)));
}

Result<Response> remove(Env& env, const Request& request) {
  // Without effect, since deletion is at once; but what nobody can read is not passed over.
  const Parameters parameters(request);
  TRY(parameters.flag("force"));
  TRY(parameters.date("targetDeleteDate"));
  TRY(remove_dataset(env, request.caller, dataset_id(request)));
  return no_content();
}

Result<Response> unlock(Env& env, const Request& request) {
  return dataset_response(env, TRY(unlock_dataset(env, request.caller, dataset_id(request))));
}

Result<Response> count(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  ListDatasets input;
  input.projects = to_project_ids(TRY(body.texts("projectIds")));
  input.system_space = TRY(body.flag_or("system", false));
  const auto views = list_datasets(env, request.caller, input);
  JsonWriter json;
  json.object([&] {
    json.member("total", views.size());
    json.member_array("datasets", [&] {
      for (const auto& view : views) write_dataset(json, env, view);
    });
  });
  return json_response(json.take());
}

Result<Response> recount(Env& env, const Request& request) {
  // Counts are sizes of sets, never stored, so there is nothing to count anew.
  TRY(get_dataset(env, request.caller, dataset_id(request)));
  return no_content();
}

}  // namespace allot::http::datasets
