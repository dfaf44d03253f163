#include "store/annotation_log.h"

#include "json/annotation_log_text.h"
#include "json/text.h"
#include "store/sqlite/dataset_state.h"
#include "store/sqlite/functions.h"
#include "store/sqlite/hidden_annotations.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

class SqliteAnnotationLog final : public AnnotationLog {
 public:
  explicit SqliteAnnotationLog(Context& context) : context_(context), db_(context.db) {}

  void append(const LoggedChange& line) override {
    const auto number = dataset_number(context_, line.dataset);
    if (!number) return;
    require_dataset(context_, line.dataset);
    const auto changes = text_of(line.changes);
    db_.query(
           "INSERT INTO annotation_log (item_key, annotation_id, actor, at, changes)"
           " VALUES (?, ?, ?, ?, ?)"
    )
        .run(
            first_key(*number) + line.item,
            line.annotation,
            line.actor,
            line.at,
            json(changes, annotation_log_json::changes)
        );
  }

  void each_of_item(
      const DatasetId& dataset, Ordinal item, FunctionRef<void(const LoggedChange&)> visit
  ) const override {
    const auto number = dataset_number(context_, dataset);
    if (!number || !is_live(context_, dataset, item)) return;
    auto rows = db_.query(
        "SELECT annotation_id, number, actor, at, changes FROM"
        " (SELECT annotation_id, number, actor, at, changes FROM annotation_log WHERE item_key = ?"
        " UNION ALL SELECT id, 0, creator, created_at, '{}' FROM annotation"
        " WHERE dataset_id = ? AND item = ? AND NOT ordinal_in(?, number))"
        // What was changed in bulk is told of by and by, with the time of its change.
        " ORDER BY annotation_id, number > 0, at, number"
    );
    const auto hidden = hidden_annotations(db_, dataset);
    rows.bind(first_key(*number) + item, dataset, item).bind_pointer(&hidden, item_set_pointer);
    while (rows.next()) {
      LoggedChange line{.dataset = dataset, .item = item};
      std::string changes;
      auto column = json(changes, annotation_log_json::changes);
      rows.read(line.annotation, line.number, line.actor, line.at, column);
      line.changes = line.number == 0 ? made(line.annotation) : read_member_changes(changes);
      visit(line);
    }
  }

  std::uint64_t forget_before(Time time, std::uint64_t rows) override {
    // By the order in which they came, as the outbox.
    db_.query(
           "DELETE FROM annotation_log WHERE number IN"
           " (SELECT number FROM annotation_log ORDER BY number LIMIT ?) AND at < ?"
    )
        .run(rows, time);
    return db_.changes();
  }

 private:
  static MemberChanges made(const AnnotationId& id) {
    return {{.member = "id", .from = "null", .to = json::quoted(id.text)}};
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<AnnotationLog> make_annotation_log(Context& context) {
  return std::make_unique<SqliteAnnotationLog>(context);
}

}  // namespace allot::sqlite
