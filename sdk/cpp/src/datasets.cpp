#include "allot/datasets.h"

#include <algorithm>
#include <boost/json.hpp>

#include "json_text.h"
#include "session.h"
#include "task_json.h"
#include "the_only.h"
#include "times.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

std::string path_of(const std::string& id) {
  return "/datasets/" + encoded(id);
}

std::vector<Dataset> datasets_of(
    const std::shared_ptr<Session>& session, const std::string& project, const std::string& name
) {
  json::object filter;
  if (!name.empty()) filter["name"] = name;
  json::object query{{"filter", std::move(filter)}, {"pageSize", 1000}, {"resource", "datasets"}};
  if (!project.empty()) query["context"] = {{"projects", json::array{project}}};
  std::vector<Dataset> all;
  for (int page = 0;; ++page) {
    query["page"] = page;
    const auto answer = session->post("/datasets/query", query);
    if (const auto* entries = member_of(answer, "items")) {
      for (const auto& text : elements_of(*entries)) all.emplace_back(session, text);
    }
    if (!flag_of(answer, "hasNextPage")) return all;
  }
}

}  // namespace

Dataset::Dataset(std::shared_ptr<Session> session, const std::string& text)
    : items(session, {}),
      tasks(session, {}),
      assignments(session, {}),
      session_(std::move(session)) {
  const auto value = parse_json(text);
  raw_json = text;
  id = text_of(value, "id");
  name = text_of(value, "name");
  creator = text_of(value, "creator");
  created_at = time_of(text_of(value, "createdAt"));
  const auto projects = texts_of(value, "projects");
  if (!projects.empty()) project_id = projects.front();
  items_count = count_of(value, "itemsCount");
  annotations_count = count_of(value, "annotationsCount");
  if (const auto* metadata = member_of(value, "metadata")) {
    if (const auto* system = member_of(*metadata, "system")) {
      recipe_ids = texts_of(*system, "recipes");
    }
  }
  items = Items(session_, id);
  tasks = Tasks(session_, {.project_id = project_id, .dataset_id = id});
  assignments = Assignments(session_, {.project_id = project_id, .task_id = {}});
}

std::string Dataset::ontology_id() const {
  if (recipe_ids.empty()) throw NotFound(404, "not_found", "The dataset has no recipe.");
  const auto recipe = session_->get("/recipes/" + encoded(recipe_ids.front()));
  const auto ontologies = texts_of(recipe, "ontologyIds");
  if (ontologies.empty()) throw NotFound(404, "not_found", "The recipe has no ontology.");
  return ontologies.front();
}

void Dataset::add_labels(const std::vector<std::string>& wanted) const {
  auto present = labels();  // the server refuses those
  json::array nodes;
  for (const auto& label : wanted) {
    if (std::ranges::find(present, label) != present.end()) continue;
    nodes.push_back(json::object{{"tag", label}, {"displayLabel", label}});
    present.push_back(label);
  }
  if (nodes.empty()) return;
  const json::object body{{"labelsNode", std::move(nodes)}};
  session_->patch("/ontologies/" + encoded(ontology_id()) + "/addLabels", body);
}

std::vector<std::string> Dataset::labels() const {
  std::vector<std::string> tags;
  const auto ontology = session_->get("/ontologies/" + encoded(ontology_id()));
  const auto* roots = member_of(ontology, "roots");
  if (roots == nullptr || !roots->is_array()) return tags;
  for (const auto& root : roots->get_array()) {
    if (const auto* value = member_of(root, "value")) tags.push_back(text_of(*value, "tag"));
  }
  return tags;
}

std::vector<StatusWord> Dataset::status_words() const {
  return status_words_of(session_->get(
      "/annotationtasks/projects/" + encoded(project_id) + "/datasets/" + encoded(id) + "/actions"
  ));
}

Dataset Dataset::rename(const std::string& to) const {
  return {session_, to_text(session_->patch(path_of(id), {{"name", to}}))};
}

Dataset Dataset::reload() const {
  return {session_, to_text(session_->get(path_of(id)))};
}

void Dataset::remove() const {
  session_->remove(path_of(id) + "?force=true");
}

Dataset Datasets::get(const Name& name) const {
  if (!name.dataset_id.empty()) {
    return {session_, to_text(session_->get(path_of(name.dataset_id)))};
  }
  return the_only(
      datasets_of(session_, project_id_, name.dataset_name), "dataset", name.dataset_name
  );
}

std::vector<Dataset> Datasets::list() const {
  return datasets_of(session_, project_id_, {});
}

Dataset Datasets::create(const std::string& name, const std::vector<std::string>& labels) const {
  if (project_id_.empty()) {
    throw BadRequest(
        0, "invalid", "A dataset is made in a project: use `project.datasets.create`."
    );
  }
  const json::object body{
      {"name", name}, {"projects", json::array{project_id_}}, {"createDefaultRecipe", true}
  };
  Dataset made(session_, to_text(session_->post("/datasets", body)));
  if (!labels.empty()) made.add_labels(labels);
  return made;
}

}  // namespace allot::inline v1
