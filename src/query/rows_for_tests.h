#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "query/json_text.h"

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
    text = with_member(text, path, value);
  };
  set("id", query::quoted(annotation.id));
  set("itemId", query::quoted(items[annotation.item].id));
  set("datasetId", query::quoted("d1"));
  set("type", query::quoted(annotation.type));
  set("label", query::quoted(annotation.label));
  set("creator", query::quoted("ben@example.org"));
  set("updatedBy", query::quoted("ben@example.org"));
  set("source", query::quoted("sdk"));
  set("createdAt", query::quoted(to_iso(from_epoch_ms(annotation.created_at))));
  set("updatedAt", query::quoted(to_iso(from_epoch_ms(annotation.created_at))));
  if (!annotation.description.empty()) set("description", query::quoted(annotation.description));
  if (!annotation.attributes.empty()) set("attributes", annotation.attributes);
  set("metadata.system", annotation.system);
  if (!annotation.status.empty()) set("metadata.system.status", query::quoted(annotation.status));
  return text;
}

}  // namespace allot::query::for_tests
