#include "query/columns.h"

#include <algorithm>

#include "base/check.h"

namespace allot::query {

namespace {

using enum ColumnKind;

constexpr Column item_table[] = {
    {"id", "id", path, "i.id"},
    {"name", "name", path, "i.name"},
    {"filename", "filename", path, "i.path"},
    {"dir", "dir", path, "i.dir"},
    {"datasetId", "datasetId", path, "i.dataset_id"},
    {"creator", "creator", email, "i.creator"},
    {"updatedBy", "updatedBy", email, "i.updated_by"},
    {"description", "description", optional_text, "i.description"},
    {"spec", "spec", optional_json, "i.spec"},
    {"createdAt", "createdAt", time, "i.created_at"},
    {"updatedAt", "updatedAt", time, "i.updated_at"},
    {"annotationsCount",
     "annotationsCount",
     number,
     "(SELECT COUNT(*) FROM annotation n WHERE n.dataset_id = i.dataset_id AND n.item = "
     "i.ordinal AND NOT annotation_hidden(n.dataset_id, n.number))"},
    {"metadata", "metadata", object, "i.metadata"},
};

constexpr Column annotation_table[] = {
    {"id", "id", path, "a.id"},
    {"itemId", "itemId", path, "a.item_id"},
    {"datasetId", "datasetId", path, "a.dataset_id"},
    {"type", "type", text, "a.type"},
    {"label", "label", text, "a.label"},
    {"creator", "creator", email, "a.creator"},
    {"updatedBy", "updatedBy", email, "a.updated_by"},
    {"description", "description", optional_text, "a.description"},
    {"source", "source", text, "a.source"},
    {"createdAt", "createdAt", time, "a.created_at"},
    {"updatedAt", "updatedAt", time, "a.updated_at"},
    {"attributes", "attributes", optional_json, "a.attributes"},
    {"coordinates", "coordinates", optional_json, "a.coordinates"},
    {"metadata.system.status", "status", optional_text, "a.status"},
    {"metadata", "metadata", object, "a.metadata"},
};

struct KindName {
  ColumnKind kind;
  std::string_view name;
};

constexpr KindName kind_names[] = {
    {text, "text"},
    {path, "path"},
    {optional_text, "optional_text"},
    {email, "email"},
    {time, "time"},
    {number, "number"},
    {optional_json, "optional_json"},
    {object, "object"},
};

}  // namespace

std::string arguments_of(const Column& column) {
  const auto* kind = std::ranges::find(kind_names, column.kind, &KindName::kind);
  std::string arguments = "'";
  arguments.append(kind->name).append(" ").append(column.key).append("', ");
  return arguments.append(column.sql);
}

ColumnKind kind_in(std::string_view key) {
  const auto name = key.substr(0, key.find(' '));
  const auto* kind = std::ranges::find(kind_names, name, &KindName::name);
  CHECK(kind != std::end(kind_names));
  return kind->kind;
}

std::string_view name_in(std::string_view key) {
  return key.substr(key.find(' ') + 1);
}

Columns item_columns() {
  return item_table;
}

Columns annotation_columns() {
  return annotation_table;
}

std::optional<Place> find_place(Columns columns, const Path& path) {
  for (const auto& column : columns) {
    const auto field = path_of(column.field);
    if (path.size() < field.size() || !std::equal(field.begin(), field.end(), path.begin()))
      continue;
    const auto below = path.begin() + static_cast<std::ptrdiff_t>(field.size());
    return Place{.column = &column, .rest = Path(below, path.end())};
  }
  return std::nullopt;
}

}  // namespace allot::query
