#include "query/columns.h"

#include <algorithm>

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
     "i.ordinal)"},
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

}  // namespace

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
