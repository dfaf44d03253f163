#include "json/description_text.h"
#include "store/sqlite/arrivals.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/ledger_state.h"
#include "store/sqlite/pulling_column.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                               \
  "id, project_id, dataset_id, recipe_id, name, creator, owner, updated_by, type, " \
  "parent, dismissed, priority, due_date, available_actions, status_words, "        \
  "description, user_metadata, system_metadata, pulling, created_at, updated_at"

/// "" when there is none.
template <class Value>
struct DescriptionColumn {
  explicit DescriptionColumn(Value& of) : value(of), text(of ? text_of(*of) : std::string{}) {}

  Value& value;
  std::string text;
};

template <class Value>
int bind_value(sqlite3_stmt* s, int at, const DescriptionColumn<Value>& column) {
  return bind_value(s, at, json(column.text, task_json::description));
}

void read_value(sqlite3_stmt* s, int at, DescriptionColumn<std::optional<Description>>& column) {
  auto text = json(column.text, task_json::description);
  read_value(s, at, text);
  column.value.reset();
  if (!column.text.empty()) column.value = read_description(column.text);
}

constexpr auto columns = [](auto& task) {
  return row(
      task.id,
      task.project,
      task.dataset,
      task.recipe,
      task.name,
      task.creator,
      task.owner,
      task.updated_by,
      task.type,
      task.parent,
      task.dismissed,
      task.priority,
      json(task.due_date, task_json::due_date),
      json(task.available_actions, task_json::available_actions),
      task.status_words,
      DescriptionColumn{task.description},
      json(task.user_metadata, task_json::user_metadata),
      json(task.system_metadata, task_json::system_metadata),
      PullingColumn{task.pulling},
      task.created_at,
      task.updated_at
  );
};

class SqliteTasks final : public Tasks {
 public:
  explicit SqliteTasks(Context& context) : context_(context), db_(context.db) {}

  std::optional<Task> find(const TaskId& id) const override {
    return kept_or_read(context_, &WriterRows::tasks, id.text, [&] {
      return first_of<Task>(
          db_.query("SELECT " ALLOT_COLUMNS " FROM task WHERE id = ?").bind(id), columns
      );
    });
  }

  std::vector<Task> of_projects(std::span<const ProjectId> projects) const override {
    const auto ids = json_list(projects);
    return list_of<Task>(
        db_.query("SELECT " ALLOT_COLUMNS
                  " FROM task WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY number")
            .bind(ids),
        columns
    );
  }

  std::vector<Task> of_dataset(const DatasetId& dataset) const override {
    return list_of<Task>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM task WHERE dataset_id = ? ORDER BY number")
            .bind(dataset),
        columns
    );
  }

  std::vector<Task> children(const TaskId& parent) const override {
    if (parent.empty()) return {};
    return list_of<Task>(
        db_.query("SELECT " ALLOT_COLUMNS
                  " FROM task WHERE parent = ? AND parent <> '' ORDER BY number")
            .bind(parent),
        columns
    );
  }

  std::vector<Task> concerning(const UserId& user) const override {
    const auto among_people = as_among_people(user.text);
    return list_of<Task>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM task WHERE owner = ?1 OR creator = ?1"
                  " OR id IN (SELECT task_id FROM assignment WHERE annotator = ?1)"
                  " OR id IN (SELECT a.task_id FROM " ALLOT_ARRIVED
                  " WHERE instr(a.people, ?2) > 0 AND " ALLOT_ARRIVED_PERSON " = ?1)"
                  " ORDER BY number")
            .bind(user, among_people),
        columns
    );
  }

  std::vector<TaskId> using_recipe(
      const RecipeId& recipe, std::span<const ProjectId> projects, const UserId& user
  ) const override {
    const auto ids = json_list(projects);
    const auto among_people = as_among_people(user.text);
    auto rows = db_.query(
                       "SELECT id FROM task INDEXED BY task_recipe WHERE recipe_id = ?1"
                       " AND (project_id IN (SELECT value FROM json_each(?2))"
                       " OR owner = ?3 OR creator = ?3 OR EXISTS (SELECT 1 FROM assignment"
                       " WHERE task_id = task.id AND annotator = ?3)"
                       " OR EXISTS (SELECT 1 FROM " ALLOT_ARRIVED
                       " WHERE a.task_id = task.id"
                       " AND instr(a.people, ?4) > 0 AND " ALLOT_ARRIVED_PERSON
                       " = ?3))"
                       " ORDER BY number"
    )
                    .bind(recipe, ids, user, among_people);
    std::vector<TaskId> tasks;
    while (rows.next()) rows.read(tasks.emplace_back());
    return tasks;
  }

  std::optional<ProjectId> other_project_using(const RecipeId& recipe, const ProjectId& project)
      const override {
    return db_
        .query(
            "SELECT project_id FROM task INDEXED BY task_recipe"
            " WHERE recipe_id = ? AND project_id <> ? ORDER BY number LIMIT 1"
        )
        .bind(recipe, project)
        .maybe<ProjectId>();
  }

  std::string query(const TaskId& id) const override {
    return db_.query("SELECT query FROM task_query WHERE id = ?")
        .bind(id)
        .maybe<std::string>()
        .value_or("");
  }

  void put_query(const TaskId& id, const std::string& query) override {
    db_.query(
           "INSERT INTO task_query (id, query) VALUES (?, ?)"
           " ON CONFLICT (id) DO UPDATE SET query = excluded.query"
    )
        .run(id, query);
  }

  void put(const Task& task) override {
    require_dataset(context_, task.dataset);
    static const auto sql = upsert("task", "id", ALLOT_COLUMNS);
    put_row(db_, sql, columns(task));
  }

  void remove(const TaskId& id) override {
    forget_ledger(context_, id);
    db_.query("DELETE FROM task WHERE id = ?").run(id);
  }

 private:
  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Tasks> make_tasks(Context& context) {
  return std::make_unique<SqliteTasks>(context);
}

}  // namespace allot::sqlite
