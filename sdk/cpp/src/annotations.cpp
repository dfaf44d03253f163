#include "allot/annotations.h"

#include <boost/json.hpp>

#include "allot/datasets.h"
#include "allot/errors.h"
#include "json_text.h"
#include "session.h"
#include "times.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

std::string path_of(const std::string& id) {
  return "/annotations/" + encoded(id);
}

/// The annotation after it.
std::string with_status(Session& session, const std::string& id, const json::value& word) {
  const json::value body{{"metadata", {{"system", {{"status", word}}}}}};
  return to_text(session.put(path_of(id) + "?system=true", body));
}

/// The caller's JSON text, whatever it is; `name` + "_json" is what the caller knows it by.
void put_json(json::object& body, const char* name, const std::string& text) {
  if (text.empty()) return;
  auto value = parse_as_written(text);
  if (!value) throw BadRequest(0, "invalid", std::string(name) + "_json must be JSON.");
  body[name] = *std::move(value);
}

json::value body_of(const NewAnnotation& annotation) {
  json::object body{{"type", annotation.type}, {"label", annotation.label}};
  put_json(body, "coordinates", annotation.coordinates_json);
  put_json(body, "attributes", annotation.attributes_json);
  put_json(body, "metadata", annotation.metadata_json);
  return body;
}

std::optional<std::string> kept_json(const json::value& change, std::string_view name) {
  const auto* value = member_of(change, name);
  return value == nullptr ? std::nullopt : std::optional(to_text(*value));
}

AnnotationChange change_of(const json::value& line) {
  AnnotationChange change{
      .id = text_of(line, "id"),
      .annotation_id = text_of(line, "annotationId"),
      .user = text_of(line, "user"),
      .at = time_of(text_of(line, "timestamp")),
      .members = {}
  };
  const auto* members = member_of(line, "changes");
  if (members == nullptr || !members->is_object()) return change;
  for (const auto& [name, member] : members->get_object()) {
    change.members.push_back(
        {.name = std::string(std::string_view(name)),
         .from_json = kept_json(member, "from"),
         .to_json = kept_json(member, "to")}
    );
  }
  return change;
}

}  // namespace

Annotation::Annotation(std::shared_ptr<Session> session, const std::string& text)
    : session_(std::move(session)) {
  const auto value = parse_json(text);
  raw_json = text;
  id = text_of(value, "id");
  item_id = text_of(value, "itemId");
  dataset_id = text_of(value, "datasetId");
  type = text_of(value, "type");
  label = text_of(value, "label");
  coordinates_json = json_of(value, "coordinates");
  attributes_json = json_of(value, "attributes");
  metadata_json = json_of(value, "metadata");
  creator = text_of(value, "creator");
  created_at = time_of(text_of(value, "createdAt"));
  updated_at = time_of(text_of(value, "updatedAt"));
  if (const auto* metadata = member_of(value, "metadata")) {
    const auto* system = member_of(*metadata, "system");
    auto word = system == nullptr ? std::string() : text_of(*system, "status");
    if (!word.empty()) status = Word<AnnotationStatus>(std::move(word));
  }
}

Annotation Annotation::update(const Changes& changes) const {
  json::object body;
  if (!changes.label.empty()) body["label"] = changes.label;
  put_json(body, "coordinates", changes.coordinates_json);
  put_json(body, "attributes", changes.attributes_json);
  put_json(body, "metadata", changes.metadata_json);
  return {session_, to_text(session_->put(path_of(id), body))};
}

Annotation Annotation::set_status(const Word<AnnotationStatus>& to) const {
  return {session_, with_status(*session_, id, json::value(to.text()))};
}

Annotation Annotation::clear_status() const {
  return {session_, with_status(*session_, id, json::value())};
}

Annotation Annotation::open_issue() const {
  return {session_, to_text(session_->put(path_of(id) + "/issue", json::object()))};
}

Annotation Annotation::reload() const {
  return {session_, to_text(session_->get(path_of(id)))};
}

void Annotation::remove() const {
  session_->remove(path_of(id));
}

NewAnnotation NewAnnotation::box(
    std::string label, double left, double top, double right, double bottom
) {
  NewAnnotation annotation;
  annotation.label = std::move(label);
  const auto corner = [](double x, double y) {
    return json::object{{"x", number_json(x)}, {"y", number_json(y)}, {"z", 0}};
  };
  annotation.coordinates_json = to_text(json::array{corner(left, top), corner(right, bottom)});
  return annotation;
}

NewAnnotation NewAnnotation::classification(std::string label) {
  NewAnnotation annotation;
  annotation.type = "class";
  annotation.label = std::move(label);
  return annotation;
}

std::vector<Annotation> Annotations::list() const {
  std::vector<Annotation> all;
  const auto answer = session_->get("/items/" + encoded(item_id_) + "/annotations");
  for (const auto& text : elements_of(answer)) all.emplace_back(session_, text);
  return all;
}

std::vector<AnnotationChange> Annotations::log() const {
  std::vector<AnnotationChange> changes;
  const auto answer = session_->get("/items/" + encoded(item_id_) + "/annotations-log");
  if (!answer.is_object()) return changes;
  for (const auto& of_annotation : answer.get_object()) {
    if (!of_annotation.value().is_array()) continue;
    for (const auto& line : of_annotation.value().get_array()) changes.push_back(change_of(line));
  }
  return changes;
}

std::vector<Annotation> Annotations::upload(const std::vector<NewAnnotation>& annotations) const {
  json::array body;
  for (const auto& annotation : annotations) body.push_back(body_of(annotation));
  const auto answer = session_->post("/items/" + encoded(item_id_) + "/annotations", body);
  std::vector<Annotation> made;
  for (const auto& text : elements_of(answer)) made.emplace_back(session_, text);
  return made;
}

void Dataset::annotate(const NewAnnotation& annotation, const Filters& which) const {
  session_->post(
      "/datasets/" + encoded(id) + "/annotations",
      json::object{{"query", parse_json(which.to_json())}, {"annotation", body_of(annotation)}}
  );
}

}  // namespace allot::inline v1
