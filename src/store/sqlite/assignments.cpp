#include <algorithm>
#include <tuple>

#include "store/sqlite/arrivals.h"
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

// The same of those that have no rows yet (arrivals.h).
#define ALLOT_ARRIVED_COLUMNS                                                     \
  ALLOT_ARRIVED_ID ", a.task_id, a.project_id, a.dataset_id, " ALLOT_ARRIVED_NAME \
                   ", " ALLOT_ARRIVED_PERSON                                      \
                   ", a.updated_by, 'normal', a.is_default, "                     \
                   "a.user_metadata, a.created_at, a.updated_at"

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
      auto found = first_of<Assignment>(
          db_.query("SELECT " ALLOT_COLUMNS " FROM assignment WHERE id = ?").bind(id), columns
      );
      return found ? found : find_arrived(id);
    });
  }

  std::vector<Assignment> of_task(const TaskId& task) const override {
    return list_of<Assignment>(
        db_.query("SELECT " ALLOT_COLUMNS ", number FROM assignment WHERE task_id = ?1"
                  " UNION ALL SELECT " ALLOT_ARRIVED_COLUMNS ", " ALLOT_ARRIVED_NUMBER
                  " FROM " ALLOT_ARRIVED " WHERE a.task_id = ?1 ORDER BY number")
            .bind(task),
        columns
    );
  }

  std::vector<Assignment> of_projects(std::span<const ProjectId> projects) const override {
    const auto ids = json_list(projects);
    return list_of<Assignment>(
        db_.query("SELECT " ALLOT_COLUMNS
                  ", number FROM assignment WHERE project_id IN (SELECT value FROM json_each(?1))"
                  " UNION ALL SELECT " ALLOT_ARRIVED_COLUMNS ", " ALLOT_ARRIVED_NUMBER
                  " FROM " ALLOT_ARRIVED
                  " WHERE a.project_id IN (SELECT value FROM json_each(?1)) ORDER BY number")
            .bind(ids),
        columns
    );
  }

  std::vector<AssignmentId> named(const ProjectId& project, const std::string& name)
      const override {
    const auto among_people = as_among_people(name);
    auto rows = db_.query(
                       "SELECT id, number FROM assignment WHERE project_id = ?1 AND name = ?2"
                       " UNION ALL SELECT " ALLOT_ARRIVED_ID ", " ALLOT_ARRIVED_NUMBER
                       " FROM " ALLOT_ARRIVED
                       " WHERE a.project_id = ?1 AND name_start = substr(?2, 1, length(name_start))"
                       " AND instr(a.people, ?3) > 0 AND " ALLOT_ARRIVED_NAME
                       " = ?2"
                       " ORDER BY number"
    )
                    .bind(project, name, among_people);
    std::vector<AssignmentId> ids;
    while (rows.next()) rows.read(ids.emplace_back());
    return ids;
  }

  std::unordered_set<std::string> names_from(const ProjectId& project, const std::string& start)
      const override {
    std::unordered_set<std::string> names;
    std::string name;
    auto rows = db_.query(
        "SELECT name FROM assignment WHERE project_id = ? AND name >= ?"
        " ORDER BY name"
    );
    rows.bind(project, start);
    while (rows.next()) {
      rows.read(name);
      if (!name.starts_with(start)) break;
      names.insert(name);
    }
    auto arrived =
        db_.query("SELECT " ALLOT_ARRIVED_NAME " FROM " ALLOT_ARRIVED
                  " WHERE a.project_id = ?1"
                  " AND substr(name_start, 1, length(?2)) = substr(?2, 1, length(name_start))");
    arrived.bind(project, start);
    while (arrived.next()) {
      arrived.read(name);
      if (name.starts_with(start)) names.insert(name);
    }
    return names;
  }

  bool may_be_named(const ProjectId& project, const std::string& start) const override {
    const auto next = db_.query(
                             "SELECT name FROM assignment WHERE project_id = ? AND name >= ?"
                             " ORDER BY name LIMIT 1"
    )
                          .bind(project, start)
                          .maybe<std::string>();
    if (next && next->starts_with(start)) return true;
    return db_
        .query(
            "SELECT EXISTS (SELECT 1 FROM arrival WHERE project_id = ?1 AND"
            " substr(name_start, 1, length(?2)) = substr(?2, 1, length(name_start)))"
        )
        .bind(project, start)
        .one<bool>();
  }

  void put(const Assignment& assignment) override { put_all({&assignment, 1}); }

  void put_all(std::span<const Assignment> assignments) override {
    if (assignments.empty()) return;
    put_rows(assignments);
    show_in_ledger(context_, assignments.front().task, assignments);
  }

  void add_all(std::span<const Assignment> assignments, Ledger ledger) override {
    if (assignments.empty()) return;
    put_rows(assignments);
    put_ledger(context_, assignments.front().task, std::move(ledger), assignments);
  }

  void remove(const AssignmentId& id) override {
    give_row(db_, id);
    const auto task =
        db_.query("SELECT task_id FROM assignment WHERE id = ?").bind(id).maybe<TaskId>();
    if (!task) return;
    drop_from_ledger(context_, *task, id);
    db_.query("DELETE FROM assignment WHERE id = ?").run(id);
  }

  std::optional<DatasetId> without_rows() const override { return dataset_of_arrival(db_); }

  void give_rows(const DatasetId& dataset) override {
    require_dataset(context_, dataset);
    sqlite::give_rows(db_, dataset);
  }

 private:
  void put_rows(std::span<const Assignment> assignments) {
    // An upsert takes notes of each page that it touches, and more for each as a job goes on.
    static const auto add = insert("assignment", "number, " ALLOT_COLUMNS);
    static const auto replace = upsert("assignment", "id", ALLOT_COLUMNS);
    // Before the rows: what is read is kept for all under the task's version, and these rows may be
    // rolled back.
    const auto& task = assignments.front().task;
    const auto ledger = ledger_of(context_, task);
    const auto is_new = [&](const Assignment& it) { return ledger->find(it.id) == nullptr; };
    for (const auto& assignment : assignments) require_dataset(context_, assignment.dataset);
    if (come_without_rows(assignments) && std::ranges::all_of(assignments, is_new)) {
      note_arrivals(context_, assignments);
    } else {
      auto number = next_assignment_number(db_);
      for (const auto& assignment : assignments) {
        const auto values = columns(assignment);
        if (is_new(assignment)) {
          put_row(db_, add, std::tuple_cat(std::tie(number), values));
          ++number;
        } else {
          give_row(db_, assignment.id);
          put_row(db_, replace, values);
        }
      }
    }
  }

  [[nodiscard]] std::optional<Assignment> find_arrived(const AssignmentId& id) const {
    return first_of<Assignment>(
        db_.query("SELECT " ALLOT_ARRIVED_COLUMNS " FROM " ALLOT_ARRIVED
                  " WHERE ?1 BETWEEN a.first_id AND a.last_id AND " ALLOT_ARRIVED_ID " = ?1")
            .bind(id),
        columns
    );
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Assignments> make_assignments(Context& context) {
  return std::make_unique<SqliteAssignments>(context);
}

}  // namespace allot::sqlite
