#include "store/work_lists.h"

#include "json/text.h"
#include "store/sqlite/arrivals.h"
#include "store/sqlite/dataset_state.h"
#include "store/sqlite/functions.h"
#include "store/sqlite/hidden_annotations.h"
#include "store/sqlite/ledger_state.h"
#include "store/sqlite/time_orders.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

// Of ?1 in the project of the assignment `a`.
#define ALLOT_PERSON_SEES                                                   \
  "NOT EXISTS (SELECT 1 FROM project WHERE id = a.project_id AND archived)" \
  " AND NOT EXISTS (SELECT 1 FROM member WHERE project_id = a.project_id"   \
  " AND user_id = ?1 AND NOT active)"

class SqliteWorkLists final : public WorkLists {
 public:
  explicit SqliteWorkLists(Context& context) : context_(context), db_(context.db) {}

  std::vector<HeldWork> held_by(const UserId& person) const override {
    const auto among_people = as_among_people(person.text);
    auto rows =
        db_.query(
               "SELECT a.id, a.task_id, t.priority, t.due_date, t.dismissed,"
               " EXISTS (SELECT 1 FROM share_chunk"
               " WHERE assignment_id = a.id AND status = ''), 1, t.system_metadata, a.number"
               " FROM assignment a INDEXED BY assignment_person"
               " JOIN task t ON t.id = a.task_id"
               " WHERE a.annotator = ?1 AND a.kind = 'normal' AND " ALLOT_PERSON_SEES
               " UNION ALL SELECT " ALLOT_ARRIVED_ID
               ", a.task_id, t.priority, t.due_date, t.dismissed, 0, 0, "
               "t.system_metadata, " ALLOT_ARRIVED_NUMBER " FROM " ALLOT_ARRIVED
               " JOIN task t ON t.id = a.task_id"
               " WHERE instr(a.people, ?2) > 0 AND " ALLOT_ARRIVED_PERSON
               " = ?1 AND " ALLOT_PERSON_SEES " ORDER BY 9"
        )
            .bind(person, among_people);
    std::vector<HeldWork> held;
    while (rows.next()) {
      HeldWork work;
      bool is_dismissed = false;
      bool is_open = false;
      bool has_rows = false;
      std::string metadata;
      rows.read(
          work.assignment,
          work.task,
          work.priority,
          work.due_date,
          is_dismissed,
          is_open,
          has_rows,
          metadata
      );
      if (json::member(metadata, "archive") == "true") continue;
      // A draft of the writer has no rows yet either.
      if (!has_rows || context_.drafts != nullptr) is_open = has_open_items(work);
      work.is_active = is_open && !is_dismissed;
      held.push_back(std::move(work));
    }
    return held;
  }

  std::vector<Ordinal> latest_first(
      const DatasetId& dataset, const TaskId& task, const ItemSet& among, Part part
  ) const override {
    return items_latest_first(context_, dataset, task, among, part);
  }

  std::vector<AnnotationsOfItem> annotations_of(
      const DatasetId& dataset, std::span<const Ordinal> items
  ) const override {
    std::vector<AnnotationsOfItem> found;
    const auto hidden = hidden_annotations(db_, dataset);
    auto row = db_.query(
        "SELECT count(*), coalesce(max(updated_at), 0) FROM annotation"
        " WHERE dataset_id = ? AND item = ? AND NOT ordinal_in(?, number)"
    );
    for (const auto item : items) {
      row.bind(dataset, item).bind_pointer(&hidden, item_set_pointer);
      AnnotationsOfItem one{.item = item};
      if (row.next()) row.read(one.count, one.changed_at);
      if (one.count > 0) found.push_back(one);
      row.reset();
    }
    return found;
  }

 private:
  [[nodiscard]] bool has_open_items(const HeldWork& work) const {
    const auto ledger = ledger_of(context_, work.task);
    const auto* share = ledger->find(work.assignment);
    return share != nullptr && !share->open.empty();
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<WorkLists> make_work_lists(Context& context) {
  return std::make_unique<SqliteWorkLists>(context);
}

}  // namespace allot::sqlite
