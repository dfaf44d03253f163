#include "http/datasets_json.h"

#include "json/text.h"
#include "usecases/datasets/update.h"

namespace allot::http {

namespace {

std::string ids_of(const std::vector<RecipeId>& recipes) {
  std::vector<std::string> texts;
  for (const auto& recipe : recipes) texts.push_back(recipe.text);
  return json::string_array(texts);
}

/// What the row keeps in columns comes back into `metadata.system`, and what stands beside
/// `metadata` goes out of it.
std::string shown_system_metadata(const Dataset& dataset) {
  auto system = json::without_members(dataset.system_metadata, {sync_with_clones_key});
  system = json::with_member(system, "recipes", ids_of(dataset.recipes));
  return dataset.binaries ? json::with_member(system, "scope", R"("system")") : system;
}

}  // namespace

void write_dataset(JsonWriter& json, const Env& env, const DatasetView& view) {
  const auto& dataset = view.dataset;
  const auto url = api_url(env) + "/datasets/" + dataset.id.text;
  json.object([&] {
    json.member("id", dataset.id);
    json.member("url", url);
    json.member("name", dataset.name);
    json.member("creator", dataset.creator);
    json.member_array("projects", [&] { json.value(dataset.project); });
    json.member("itemsCount", view.files);
    json.member("annotated", view.annotated_files);
    json.member("annotationsCount", view.annotations);
    json.member_object("metadata", [&] {
      json.member_raw("system", shown_system_metadata(dataset));
      json.member_raw("user", dataset.user_metadata);
    });
    json.member("directoryTree", url + "/directoryTree");
    json.member("items", url + "/items");
    json.member("driver", "allot-files");
    json.member("accessLevel", dataset.access_level);
    json.member("readableType", "private");
    json.member("readonly", dataset.readonly);
    json.member("indexDriver", dataset.index_driver);
    json.member("isSyncing", false);
    if (dataset.binaries) json.member("datasetType", "binaries");
    json.member_raw_if("expirationOptions", dataset.expiration_options);
    const auto syncs = json::member(dataset.system_metadata, sync_with_clones_key);
    json.member_raw_if("enableSyncWithCloned", syncs.value_or(""));
    json.member_if("srcDataset", dataset.source.text);
    json.member_iso("createdAt", dataset.created_at);
    json.member_iso("updatedAt", dataset.updated_at);
    json.member("updatedBy", dataset.updated_by);
  });
}

std::string dataset_json(const Env& env, const DatasetView& view) {
  JsonWriter json;
  write_dataset(json, env, view);
  return json.take();
}

}  // namespace allot::http
