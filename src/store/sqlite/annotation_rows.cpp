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

Ordinal add_row(Context& context, DatasetDraft& draft, const Annotation& annotation) {
  static const auto sql = insert("annotation", ALLOT_ANNOTATION_COLUMNS ", number");
  const auto number = free_number(context.db);
  put_row(context.db, sql, std::tuple_cat(annotation_columns(annotation), std::tuple(number)));
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

}  // namespace allot::sqlite
