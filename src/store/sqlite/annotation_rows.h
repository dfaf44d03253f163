#pragma once

#include <cstdint>
#include <tuple>

#include "domain/entities.h"
#include "domain/item_set.h"
#include "store/sqlite/context.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/words.h"

// The rows of annotations.

#define ALLOT_ANNOTATION_COLUMNS                                                          \
  "id, dataset_id, item, item_id, type, label, coordinates, attributes, metadata, "       \
  "label_suggestions, description, source, hash, status, creator, updated_by, issue_by, " \
  "created_at, updated_at"

namespace allot::sqlite {

inline constexpr auto annotation_columns = [](auto& annotation) {
  return row(
      annotation.id,
      annotation.dataset,
      annotation.item,
      annotation.item_id,
      annotation.type,
      annotation.label,
      json(annotation.coordinates, annotation_json::coordinates),
      json(annotation.attributes, annotation_json::attributes),
      json(annotation.metadata, annotation_json::metadata),
      json(annotation.label_suggestions, annotation_json::label_suggestions),
      annotation.description,
      annotation.source,
      annotation.hash,
      annotation.status,
      annotation.creator,
      annotation.updated_by,
      annotation.issue_by,
      annotation.created_at,
      annotation.updated_at
  );
};

/// `number, folded, ` and the columns.
struct NumberedAnnotation {
  Ordinal number = 0;
  std::int64_t folded = 0;  // holds the bulk changes up to this one
  Annotation annotation;
};

inline constexpr auto numbered_columns = [](NumberedAnnotation& found) {
  return std::tuple_cat(std::tie(found.number, found.folded), annotation_columns(found.annotation));
};

/// For the writer: adds the row under the next number, and gives that.
[[nodiscard]] Ordinal add_annotation_row(Context& context, const Annotation& annotation);
/// The same on an item that is in no answer (item_rows.h).
[[nodiscard]] Ordinal add_unshown_annotation_row(Context& context, const Annotation& annotation);

}  // namespace allot::sqlite
