#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/ledger_state.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                                    \
  "id, task_id, project_id, dataset_id, name, annotator, updated_by, kind, is_default, " \
  "user_metadata, created_at, updated_at"

constexpr auto columns = [](auto& assignment) {
  return row(
      assignment.id,
      assignment.task,
      assignment.project,
      assignment.dataset,
      assignment.name,
      assignment.annotator,
      assignment.updated_by,
      assignment.kind,
      assignment.is_default,
      json(assignment.user_metadata, assignment_json::user_metadata),
      assignment.created_at,
      assignment.updated_at
  );
};

class SqliteAssignments final : public Assignments {
 public:
  explicit SqliteAssignments(Context& context) : context_(context), db_(context.db) {}

  std::optional<Assignment> find(const AssignmentId& id) const override {
    return kept_or_read(context_, &WriterRows::assignments, id.text, [&] {
      return first_of<Assignment>(
          db_.query("SELECT " ALLOT_COLUMNS " FROM assignment WHERE id = ?").bind(id), columns
      );
    });
  }

  std::vector<Assignment> of_task(const TaskId& task) const override {
    return list_of<Assignment>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM assignment WHERE task_id = ? ORDER BY number")
            .bind(task),
        columns
    );
  }

  std::vector<Assignment> of_projects(std::span<const ProjectId> projects) const override {
    const auto ids = json_list(projects);
    return list_of<Assignment>(
        db_.query("SELECT " ALLOT_COLUMNS
                  " FROM assignment WHERE project_id IN (SELECT value FROM json_each(?))"
                  " ORDER BY number")
            .bind(ids),
        columns
    );
  }

  std::vector<AssignmentId> named(const ProjectId& project, const std::string& name)
      const override {
    auto rows =
        db_.query("SELECT id FROM assignment WHERE project_id = ? AND name = ? ORDER BY number")
            .bind(project, name);
    std::vector<AssignmentId> ids;
    while (rows.next()) rows.read(ids.emplace_back());
    return ids;
  }

  void put(const Assignment& assignment) override { put_all({&assignment, 1}); }

  void put_all(std::span<const Assignment> assignments) override {
    // An upsert takes notes of each page that it touches, and more for each as a job goes on.
    static const auto add = insert("assignment", ALLOT_COLUMNS);
    static const auto replace = upsert("assignment", "id", ALLOT_COLUMNS);
    if (assignments.empty()) return;
    // Before the rows: what is read is kept for all under the task's version, and these rows may be
    // rolled back.
    const auto& task = assignments.front().task;
    const auto ledger = ledger_of(context_, task);
    for (const auto& assignment : assignments) {
      require_dataset(context_, assignment.dataset);
      const bool is_new = ledger->find(assignment.id) == nullptr;
      put_row(db_, is_new ? add : replace, columns(assignment));
    }
    show_in_ledger(context_, task, assignments);
  }

  void remove(const AssignmentId& id) override {
    const auto task =
        db_.query("SELECT task_id FROM assignment WHERE id = ?").bind(id).maybe<TaskId>();
    if (!task) return;
    drop_from_ledger(context_, *task, id);
    db_.query("DELETE FROM assignment WHERE id = ?").run(id);
  }

 private:
  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Assignments> make_assignments(Context& context) {
  return std::make_unique<SqliteAssignments>(context);
}

}  // namespace allot::sqlite
