#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_DUE "CAST(task.due_date AS REAL)"

#define ALLOT_STEP "iif(" ALLOT_DUE " <= ?1, 'over', 'soon') AS now_is"

// ?1: now; tasks that are due between ?2 and ?3.
#define ALLOT_IS_DUE                                                                        \
  " LEFT JOIN due_told ON due_told.task_id = task.id AND due_told.due_date = task.due_date" \
  " WHERE task.due_date <> '' AND " ALLOT_DUE " > ?2 AND " ALLOT_DUE                        \
  " <= ?3 AND NOT task.dismissed AND (step IS NULL OR (step = 'soon' AND now_is = 'over'))" \
  " AND NOT EXISTS (SELECT 1 FROM due_without_work AS looked_at"                            \
  " WHERE looked_at.task_id = task.id AND looked_at.version = task.version)"

class SqliteReminders final : public Reminders {
 public:
  explicit SqliteReminders(Context& context) : db_(context.db) {}

  std::vector<Due> due(Time now, std::size_t count) const override {
    return list_of<Due>(
        db_.query("SELECT id, " ALLOT_STEP ", version FROM task INDEXED BY task_due" ALLOT_IS_DUE
                  " ORDER BY " ALLOT_DUE " LIMIT ?4")
            .bind(now, now - told_for, now + soon, count),
        [](Due& due) { return std::tie(due.task, due.step, due.version); }
    );
  }

  bool is_still_due(const Due& due, Time now) const override {
    return db_
        .query("SELECT EXISTS (SELECT " ALLOT_STEP " FROM task" ALLOT_IS_DUE
               " AND task.id = ?4 AND now_is = ?5)")
        .bind(now, now - told_for, now + soon, due.task, due.step)
        .one<bool>();
  }

  void note(const TaskId& task, DueStep step) override {
    db_.query(
           "INSERT INTO due_told (task_id, due_date, step)"
           " SELECT id, due_date, ?2 FROM task WHERE id = ?1"
           " ON CONFLICT DO UPDATE SET due_date = excluded.due_date, step = excluded.step"
    )
        .run(task, step);
  }

  void note_without_work(const Due& due) override {
    db_.query(
           "INSERT INTO due_without_work (task_id, version)"
           " SELECT id, ?2 FROM task WHERE id = ?1"
           " ON CONFLICT DO UPDATE SET version = excluded.version"
    )
        .run(due.task, due.version);
  }

 private:
  Database& db_;
};

}  // namespace

std::unique_ptr<Reminders> make_reminders(Context& context) {
  return std::make_unique<SqliteReminders>(context);
}

}  // namespace allot::sqlite
