#include "store/sqlite/annotation_rows.h"

#include <limits>

#include "base/check.h"
#include "store/sqlite/dataset_state.h"

namespace allot::sqlite {

namespace {

/// Greater than that of any row that is there or was. Asked for by itself: an insert that selects
/// takes notes of each page that it touches, and more for each as a job goes on.
Ordinal free_number(Database& db) {
  const auto number = db.query(
                            "SELECT 1 + max(annotation, coalesce("
                            "(SELECT max(number) FROM annotation), 0)) FROM greatest_number"
  )
                          .one<std::int64_t>();
  CHECK(number >= 0 && number <= std::numeric_limits<Ordinal>::max());
  return static_cast<Ordinal>(number);
}

/// So many bytes are in the row.
constexpr std::size_t short_coordinates_bytes_max = 8 << 10;

bool are_long(const std::string& coordinates) {
  return coordinates.size() > short_coordinates_bytes_max;
}

const std::string& in_row(const std::string& coordinates) {
  static const std::string none;
  return are_long(coordinates) ? none : coordinates;
}

/// Where they are long.
void add_long_coordinates(Context& context, const Annotation& annotation, Ordinal number) {
  if (!are_long(annotation.coordinates)) return;
  const auto dataset = dataset_number(context, annotation.dataset);
  CHECK(dataset.has_value());
  context.db.query("INSERT INTO long_coordinates (number, item_key, coordinates) VALUES (?, ?, ?)")
      .run(
          number,
          first_key(*dataset) + annotation.item,
          json(annotation.coordinates, annotation_json::coordinates)
      );
}

Ordinal add_row(Context& context, DatasetDraft& draft, const Annotation& annotation) {
  static const auto sql = insert("annotation", ALLOT_ANNOTATION_COLUMNS ", number");
  const auto number = free_number(context.db);
  const auto& coordinates = in_row(annotation.coordinates);
  put_row(
      context.db, sql, std::tuple_cat(columns_of_row(annotation, coordinates), std::tuple(number))
  );
  add_long_coordinates(context, annotation, number);
  draft.newest_annotation.note(annotation);
  return number;
}

}  // namespace

Ordinal add_annotation_row(Context& context, const Annotation& annotation) {
  auto& draft = change_dataset(context, annotation.dataset);
  draft.settle();
  CHECK(draft.sets.live.contains(annotation.item));
  return add_row(context, draft, annotation);
}

Ordinal add_unshown_annotation_row(Context& context, const Annotation& annotation) {
  return add_row(context, change_dataset(context, annotation.dataset), annotation);
}

void update_annotation_row(
    Context& context,
    const NumberedAnnotation& before,
    const Annotation& annotation,
    std::int64_t folded
) {
  static const auto sql = update_of("annotation", ALLOT_ANNOTATION_COLUMNS ", folded", "number");
  const auto number = before.number;
  const auto& coordinates = in_row(annotation.coordinates);
  put_row(
      context.db,
      sql,
      std::tuple_cat(columns_of_row(annotation, coordinates), std::tuple(folded, number))
  );
  const auto& old = before.annotation;
  const bool stays = old.coordinates == annotation.coordinates && old.item == annotation.item &&
                     old.dataset == annotation.dataset;
  if (stays) return;
  context.db.query("DELETE FROM long_coordinates WHERE number = ?").run(number);
  add_long_coordinates(context, annotation, number);
}

}  // namespace allot::sqlite
