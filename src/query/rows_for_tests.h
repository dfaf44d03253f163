#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "json/text.h"

namespace allot::query::for_tests {

struct Ref {
  std::string id;
  std::string type;
  std::string status;  // "": none
};

struct Item {
  std::string id;
  std::string type = "file";
  std::string dir = "/";
  std::string name;
  bool hidden = false;
  std::string creator = "ada@example.org";
  std::string description;
  std::string spec;
  std::int64_t created_at = 0;
  std::string user = "{}";
  std::string system = "{}";
  std::vector<Ref> refs;

  [[nodiscard]] std::string path() const { return dir == "/" ? "/" + name : dir + "/" + name; }

  [[nodiscard]] std::string metadata() const {
    return R"({"system":)" + system + R"(,"user":)" + user + "}";
  }
};

struct Annotation {
  std::size_t item = 0;
  std::string id;
  std::string type = "box";
  std::string label = "cat";
  std::string description;
  std::string status;
  std::string attributes;
  std::string system = "{}";
  std::int64_t created_at = 0;
};

inline std::string json_of_row(const Annotation& annotation, const std::vector<Item>& items) {
  std::string text = "{}";
  const auto set = [&](std::string_view path, const std::string& value) {
    text = json::with_member(text, path, value);
  };
  set("id", json::quoted(annotation.id));
  set("itemId", json::quoted(items[annotation.item].id));
  set("datasetId", json::quoted("d1"));
  set("type", json::quoted(annotation.type));
  set("label", json::quoted(annotation.label));
  set("creator", json::quoted("ben@example.org"));
  set("updatedBy", json::quoted("ben@example.org"));
  set("source", json::quoted("sdk"));
  set("createdAt", json::quoted(to_iso(from_epoch_ms(annotation.created_at))));
  set("updatedAt", json::quoted(to_iso(from_epoch_ms(annotation.created_at))));
  if (!annotation.description.empty()) set("description", json::quoted(annotation.description));
  if (!annotation.attributes.empty()) set("attributes", annotation.attributes);
  set("metadata.system", annotation.system);
  if (!annotation.status.empty()) set("metadata.system.status", json::quoted(annotation.status));
  return text;
}

}  // namespace allot::query::for_tests
