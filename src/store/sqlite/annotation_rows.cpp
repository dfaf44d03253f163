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

/// With fewer bytes they are in the row.
constexpr std::size_t long_coordinates_bytes_min = 8 << 10;

bool are_long(const std::string& coordinates) {
  return coordinates.size() > long_coordinates_bytes_min;
}

const std::string& in_row(const std::string& coordinates) {
  static const std::string none;
  return are_long(coordinates) ? none : coordinates;
}

void put_long_coordinates(Context& context, const Annotation& annotation, Ordinal number) {
  const auto dataset = dataset_number(context, annotation.dataset);
  CHECK(dataset.has_value());
  context.db
      .query(
          "INSERT INTO long_coordinates (number, item_key, coordinates) VALUES (?, ?, ?)"
          " ON CONFLICT (number) DO UPDATE SET item_key = excluded.item_key,"
          " coordinates = excluded.coordinates"
      )
      .run(
          number,
          first_key(*dataset) + annotation.item,
          json(annotation.coordinates, annotation_json::coordinates)
      );
}

}  // namespace

Ordinal add_annotation_row(Context& context, const Annotation& annotation) {
  static const auto sql = insert("annotation", ALLOT_ANNOTATION_COLUMNS ", number");
  auto& draft = change_dataset(context, annotation.dataset);
  draft.settle();
  CHECK(draft.sets.live.contains(annotation.item));
  const auto number = free_number(context.db);
  const auto& coordinates = in_row(annotation.coordinates);
  put_row(
      context.db, sql, std::tuple_cat(columns_of_row(annotation, coordinates), std::tuple(number))
  );
  if (are_long(annotation.coordinates)) put_long_coordinates(context, annotation, number);
  draft.newest_annotation.note(annotation);
  return number;
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
  if (are_long(annotation.coordinates)) {
    put_long_coordinates(context, annotation, number);
  } else if (are_long(old.coordinates)) {
    context.db.query("DELETE FROM long_coordinates WHERE number = ?").run(number);
  }
}

}  // namespace allot::sqlite
