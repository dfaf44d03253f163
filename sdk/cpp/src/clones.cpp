#include "allot/clones.h"

#include <boost/json.hpp>

#include "allot/datasets.h"
#include "allot/items.h"
#include "json_text.h"
#include "session.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

/// Of a dataset, as its clones and merges name them.
template <class How>
json::object parts_of(const How& how) {
  return {
      {"withItemsAnnotations", how.with_items_annotations},
      {"withMetadata", how.with_metadata},
      {"withTaskAnnotationsStatus", how.with_task_annotations_status}
  };
}

}  // namespace

Dataset Dataset::clone(const DatasetClone& how) const {
  auto parts = parts_of(how);
  if (!how.target_directory.empty()) parts["targetDirectory"] = how.target_directory;
  if (!how.dst_dataset_id.empty()) parts["targetDatasetId"] = how.dst_dataset_id;
  json::object body{{"cloneDatasetParams", std::move(parts)}};
  if (!how.name.empty()) body["name"] = how.name;
  if (how.filters) body["filter"] = parse_json(how.filters->to_json());
  const auto done = session_->command("POST", "/datasets/" + encoded(id) + "/clone", body);
  const auto made = text_of(done.at("spec"), "returnedModelId");
  return {session_, to_text(session_->get("/datasets/" + encoded(made)))};
}

Dataset Datasets::merge(const DatasetMerge& how) const {
  json::object body{
      {"name", how.name},
      {"datasetsIds", json::array(how.dataset_ids.begin(), how.dataset_ids.end())},
      {"mergeDatasetParams", parts_of(how)}
  };
  if (!project_id_.empty()) body["projectIds"] = json::array{project_id_};
  const auto done = session_->command("POST", "/datasets/merge", body);
  const auto& merged = done.at("spec").at("mergeDatasetsConfiguration");
  return {session_, to_text(session_->get("/datasets/" + encoded(text_of(merged, "datasetId"))))};
}

Item Item::clone(const ItemClone& how) const {
  json::object body{
      {"allowMany", how.allow_many},
      {"cloneDatasetParams",
       {{"withItemsAnnotations", how.with_annotations},
        {"withMetadata", how.with_metadata},
        {"withTaskAnnotationsStatus", how.with_task_annotations_status}}}
  };
  if (!how.dst_dataset_id.empty()) body["targetDatasetId"] = how.dst_dataset_id;
  if (!how.remote_filepath.empty()) body["remoteFileName"] = how.remote_filepath;
  if (!how.metadata_json.empty()) {
    body["metadata"] = {{"user", parse_object(how.metadata_json, "metadata_json")}};
  }
  const auto done = session_->command("POST", "/items/" + encoded(id) + "/clone", body);
  const auto made = texts_of(done.at("spec"), "returnedModelId");
  return {session_, to_text(session_->get("/items/" + encoded(made.at(0))))};
}

}  // namespace allot::inline v1
