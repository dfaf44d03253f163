#pragma once

#include <cstdint>
#include <tuple>

#include "domain/entities.h"
#include "domain/item_set.h"
#include "store/sqlite/context.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/words.h"

// The rows of annotations. Long coordinates, a mask's mostly, stand beside them in
// `long_coordinates`, since whatever else is read or written of a row would go through them.

#define ALLOT_ANNOTATION_COLUMNS                                                          \
  "id, dataset_id, item, item_id, type, label, coordinates, attributes, metadata, "       \
  "label_suggestions, description, source, hash, status, creator, updated_by, issue_by, " \
  "created_at, updated_at"

/// Those of a row of `annotation`, wherever they stand.
#define ALLOT_COORDINATES                                             \
  "CASE coordinates WHEN '' THEN coalesce((SELECT l.coordinates FROM" \
  " long_coordinates l WHERE l.number = annotation.number), '') ELSE coordinates END"

/// What `numbered_columns` reads of `annotation`.
#define ALLOT_NUMBERED_ANNOTATION                                                         \
  "number, folded, id, dataset_id, item, item_id, type, label, " ALLOT_COORDINATES        \
  ", attributes, metadata, label_suggestions, description, source, hash, status, creator" \
  ", updated_by, issue_by, created_at, updated_at"

namespace allot::sqlite {

/// With the coordinates that stand in the row itself.
inline constexpr auto columns_of_row = [](auto& annotation, auto& coordinates) {
  return row(
      annotation.id,
      annotation.dataset,
      annotation.item,
      annotation.item_id,
      annotation.type,
      annotation.label,
      json(coordinates, annotation_json::coordinates),
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

struct NumberedAnnotation {
  Ordinal number = 0;
  std::int64_t folded = 0;  // holds the bulk changes up to this one
  Annotation annotation;
};

inline constexpr auto numbered_columns = [](NumberedAnnotation& found) {
  auto& annotation = found.annotation;
  return std::tuple_cat(
      std::tie(found.number, found.folded), columns_of_row(annotation, annotation.coordinates)
  );
};

/// For the writer: adds the row under the next number, and gives that.
[[nodiscard]] Ordinal add_annotation_row(Context& context, const Annotation& annotation);
/// The same on an item that is in no answer (item_rows.h).
[[nodiscard]] Ordinal add_unshown_annotation_row(Context& context, const Annotation& annotation);

/// For the writer: the row `before` becomes that of `annotation`, which holds the bulk changes up
/// to `folded`. Coordinates that stay are not written.
void update_annotation_row(
    Context& context,
    const NumberedAnnotation& before,
    const Annotation& annotation,
    std::int64_t folded
);

}  // namespace allot::sqlite
