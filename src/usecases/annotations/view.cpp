#include "usecases/annotations/view.h"

namespace allot {

void write_annotation(JsonWriter& json, const Env& env, const Annotation& annotation) {
  const auto base = api_url(env);
  json.object([&] {
    json.member("id", annotation.id);
    json.member("type", annotation.type);
    json.member("label", annotation.label);
    if (annotation.type != "class") {
      json.member_raw(
          "coordinates",
          annotation.coordinates.empty() ? "{}" : std::string_view(annotation.coordinates)
      );
    }
    json.member_raw_if("attributes", annotation.attributes);
    json.member_raw("metadata", annotation.metadata);
    json.member("creator", annotation.creator);
    json.member_iso("createdAt", annotation.created_at);
    json.member_iso("updatedAt", annotation.updated_at);
    json.member("updatedBy", annotation.updated_by);
    json.member("itemId", annotation.item_id);
    json.member("datasetId", annotation.dataset);
    json.member("hash", annotation.hash);
    json.member("source", annotation.source);
    json.member_raw_if("labelSuggestions", annotation.label_suggestions);
    json.member_if("description", annotation.description);
    json.member("url", base + "/annotations/" + annotation.id.text);
    json.member("item", base + "/items/" + annotation.item_id.text);
    json.member("dataset", base + "/datasets/" + annotation.dataset.text);
  });
}

}  // namespace allot
