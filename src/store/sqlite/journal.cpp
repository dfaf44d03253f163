#include "json/command_text.h"
#include "json/event_text.h"
#include "store/sqlite/event_rows.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

// The task that a line tells of, if it does.
#define ALLOT_TASK_TOLD_OF "CASE resource WHEN 'Task' THEN resource_id ELSE task_id END"

// What is told of a task though nobody did anything to it.
#define ALLOT_TOLD_BESIDES "'counted', 'dueSoon', 'overdue'"

#define ALLOT_COMMAND_COLUMNS \
  "id, creator, project_id, type, status, progress, spec, error, created_at, updated_at"

struct CommandRow {
  Command command;
  std::string type;
  std::string spec;
};

constexpr auto command_columns = [](auto& command, auto& type, auto& spec) {
  return row(
      command.id,
      command.creator,
      command.project,
      type,
      command.status,
      command.progress,
      json(spec, command_json::spec),
      command.error,
      command.created_at,
      command.updated_at
  );
};

constexpr auto command_row_columns = [](CommandRow& found) {
  return command_columns(found.command, found.type, found.spec);
};

/// One of a type that only a later version knows reads as the deletion of nothing.
Command command_of(CommandRow&& row_of) {
  auto result = read_result(row_of.type, row_of.spec);
  row_of.command.result = result ? *std::move(result) : CommandResult{TaskDeleted{}};
  row_of.command.plan = read_plan_of_spec(row_of.spec);
  return std::move(row_of.command);
}

#define ALLOT_ANSWER_COLUMNS                                                             \
  "caller, key, fingerprint, at, status, headers, body, run, command_id, events_after, " \
  "events_until, followed"

constexpr auto answer_columns = [](auto& answer) {
  return std::tie(
      answer.caller,
      answer.key,
      answer.fingerprint,
      answer.at,
      answer.status,
      answer.headers,
      answer.body,
      answer.run,
      answer.command,
      answer.events_after,
      answer.events_until,
      answer.is_followed
  );
};

class SqliteJournal final : public Journal {
 public:
  explicit SqliteJournal(Context& context) : db_(context.db) {}

  void append(const Event& event) override { append_event(db_, event); }

  std::vector<Event> events_after(std::int64_t sequence, std::size_t count) const override {
    return read_events(
               db_.query("SELECT sequence, " ALLOT_EVENT_COLUMNS
                         " FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?")
                   .bind(sequence, count),
               sequence
    )
        .events;
  }

  std::int64_t last_event() const override {
    auto rows = db_.query("SELECT coalesce(max(sequence), 0) FROM event");
    std::int64_t sequence = 0;
    if (rows.next()) rows.read(sequence);
    return sequence;
  }

  std::vector<std::string> told_of(
      const OutboxLines& lines, std::optional<Thing> thing, Act act, int count
  ) const override {
    std::vector<std::string> ids;
    auto rows = db_.query(
                       "SELECT resource_id FROM event WHERE sequence > ?1 AND sequence <= ?2"
                       " AND ?3 IN ('', resource) AND action = ?4 ORDER BY sequence LIMIT ?5"
    )
                    .bind(
                        lines.after,
                        lines.until,
                        thing ? name_of(*thing) : std::string_view{},
                        name_of(act),
                        count
                    );
    while (rows.next()) rows.read(ids.emplace_back());
    return ids;
  }

  std::set<TaskId> tasks_told_of(const OutboxLines& lines) const override {
    std::set<TaskId> tasks;
    auto rows = db_.query("SELECT DISTINCT " ALLOT_TASK_TOLD_OF
                          " AS task FROM event WHERE sequence > ? AND sequence <= ? AND task <> ''")
                    .bind(lines.after, lines.until);
    TaskId task;
    while (rows.next()) {
      rows.read(task);
      tasks.insert(task);
    }
    return tasks;
  }

  bool tells_later_of_tasks(const OutboxLines& lines) const override {
    return db_
        .query("WITH told AS (SELECT DISTINCT " ALLOT_TASK_TOLD_OF
               " AS task FROM event WHERE sequence > ?1 AND sequence <= ?2 AND task <> '')"
               "SELECT EXISTS (SELECT 1 FROM told CROSS JOIN event AS later INDEXED BY event_task"
               " WHERE later.task_id = told.task AND later.task_id <> ''"
               " AND later.task_id <> later.resource_id"
               " AND later.sequence > ?2 AND later.resource <> 'Task' AND later.actor <> '')"
               "OR EXISTS (SELECT 1 FROM told CROSS JOIN event AS later INDEXED BY event_resource"
               " WHERE later.resource_id = told.task AND later.sequence > ?2 AND later.actor <> ''"
               " AND (later.resource = 'Task' OR later.task_id = told.task)"
               " AND later.action NOT IN (" ALLOT_TOLD_BESIDES "))")
        .bind(lines.after, lines.until)
        .one<bool>();
  }

  bool tells_later_of_things(const OutboxLines& lines, std::optional<Act> act) const override {
    return db_
        .query(
            "WITH told AS (SELECT DISTINCT project_id, resource, resource_id, task_id,"
            " iif(resource = 'Assignment' AND resource_id = task_id, detail, '') AS ids FROM event"
            " WHERE sequence > ?1 AND sequence <= ?2 AND ?3 IN ('', action))"
            "SELECT EXISTS (SELECT 1 FROM told CROSS JOIN event AS later"
            " INDEXED BY event_resource WHERE later.resource_id = told.resource_id"
            " AND later.sequence > ?2 AND later.resource = told.resource"
            " AND later.project_id = told.project_id"
            " AND later.action NOT IN ('statusChanged', " ALLOT_TOLD_BESIDES
            "))"
            // One line tells of hundreds of assignments, by their task and with their ids.
            "OR EXISTS (SELECT 1 FROM told CROSS JOIN event AS later INDEXED BY event_task"
            " WHERE told.ids <> '' AND instr(told.ids, later.resource_id) > 0"
            " AND later.task_id = told.task_id AND later.task_id <> ''"
            " AND later.task_id <> later.resource_id AND later.sequence > ?2"
            " AND later.resource = 'Assignment' AND later.action <> 'statusChanged')"
            "OR EXISTS (SELECT 1 FROM told CROSS JOIN event AS later INDEXED BY event_resource"
            " WHERE told.resource = 'Assignment' AND told.task_id <> ''"
            " AND later.resource_id = told.task_id AND later.sequence > ?2"
            " AND later.resource = 'Assignment' AND (told.ids <> ''"
            " OR instr(later.detail, told.resource_id) > 0))"
            "OR EXISTS (SELECT 1 FROM (SELECT DISTINCT project_id FROM told) AS told"
            " CROSS JOIN event AS later INDEXED BY event_resource"
            " WHERE later.resource_id = told.project_id AND later.sequence > ?2"
            " AND later.project_id = told.project_id"
            " AND later.resource = 'Project' AND later.action = 'Deleted')"
        )
        .bind(lines.after, lines.until, act ? name_of(*act) : std::string_view{})
        .one<bool>();
  }

  bool tells_later_of_member(
      const OutboxLines& lines, const ProjectId& project, const UserId& person
  ) const override {
    return db_
        .query(
            "SELECT EXISTS (SELECT 1 FROM event AS later INDEXED BY event_resource"
            " WHERE later.resource_id = ?4 AND later.sequence > ?2 AND later.resource = 'Member'"
            " AND (later.project_id = ?3 OR later.project_id IN"
            " (SELECT project_id FROM event WHERE sequence > ?1 AND sequence <= ?2))"
            // A line of their absence leaves them the members that they were.
            " AND NOT EXISTS (SELECT 1 FROM member WHERE member.project_id = later.project_id"
            " AND member.user_id = ?4 AND member.active"
            " AND member.updated_at < (SELECT at FROM event WHERE sequence = ?2)))"
        )
        .bind(lines.after, lines.until, project, person)
        .one<bool>();
  }

  void put_command(const Command& command) override {
    static const auto sql = upsert("command", "id", ALLOT_COMMAND_COLUMNS);
    const auto type = type_of(command.result);
    const auto spec = spec_of(command.result, command.plan);
    put_row(db_, sql, command_columns(command, type, spec));
  }

  void cancel_if_running(const CommandId& id, Time at) override {
    db_.query("UPDATE command SET status = ?, updated_at = ? WHERE id = ? AND status IN (?, ?)")
        .run(CommandStatus::canceled, at, id, CommandStatus::created, CommandStatus::in_progress);
  }

  std::optional<Command> command(const CommandId& id) const override {
    auto found = first_of<CommandRow>(
        db_.query("SELECT " ALLOT_COMMAND_COLUMNS " FROM command WHERE id = ?").bind(id),
        command_row_columns
    );
    if (!found) return std::nullopt;
    return command_of(*std::move(found));
  }

  std::vector<Command> commands_of(const UserId& creator, std::uint64_t offset, std::uint64_t count)
      const override {
    auto rows = list_of<CommandRow>(
        db_.query("SELECT " ALLOT_COMMAND_COLUMNS
                  " FROM command WHERE creator = ? ORDER BY number DESC LIMIT ? OFFSET ?")
            .bind(creator, count, offset),
        command_row_columns
    );
    std::vector<Command> commands;
    for (auto& found : rows) commands.push_back(command_of(std::move(found)));
    return commands;
  }

  std::optional<CommandId> newest_command(const UserId& creator) const override {
    auto rows = db_.query("SELECT id FROM command WHERE creator = ? ORDER BY number DESC LIMIT 1")
                    .bind(creator);
    if (!rows.next()) return std::nullopt;
    CommandId id;
    rows.read(id);
    return id;
  }

  std::optional<KeptAnswer> kept_answer(const UserId& caller, const std::string& key)
      const override {
    return first_of<KeptAnswer>(
        db_.query("SELECT " ALLOT_ANSWER_COLUMNS " FROM kept_answer WHERE caller = ? AND key = ?")
            .bind(caller, key),
        answer_columns
    );
  }

  void put_kept_answer(const KeptAnswer& answer) override {
    static const auto sql = upsert("kept_answer", "caller, key", ALLOT_ANSWER_COLUMNS);
    put_row(db_, sql, answer_columns(answer));
  }

  void note_followed(const UserId& caller, const std::string& run) override {
    db_.query("UPDATE kept_answer SET followed = 1 WHERE caller = ? AND key = '' AND run = ?")
        .run(caller, run);
  }

  void forget_answers_before(Time time) override {
    db_.query("DELETE FROM kept_answer WHERE at < ?").run(time);
  }

  std::uint64_t forget_before(Time time, std::uint64_t rows) override {
    // By the order in which they came, so that no index on times is needed: of the first few those
    // that are old.
    db_.query(
           "DELETE FROM event WHERE sequence IN"
           " (SELECT sequence FROM event ORDER BY sequence LIMIT ?1) AND at < ?2"
           " AND sequence < (SELECT max(sequence) FROM event)"
    )
        .run(rows, time);
    auto gone = db_.changes();
    db_.query(
           "DELETE FROM command WHERE number IN"
           " (SELECT number FROM command WHERE NOT EXISTS"
           "  (SELECT 1 FROM export INDEXED BY export_not_over"
           "   WHERE export.id = command.id AND ended_at IS NULL) AND NOT EXISTS"
           "  (SELECT 1 FROM clone INDEXED BY clone_not_over"
           "   WHERE clone.id = command.id AND ended_at IS NULL)"
           "  ORDER BY number LIMIT ?1) AND created_at < ?2"
    )
        .run(rows, time);
    gone += db_.changes();
    db_.query(
           "DELETE FROM export WHERE number IN"
           " (SELECT number FROM export WHERE ended_at < ?2 ORDER BY ended_at LIMIT ?1)"
    )
        .run(rows, time);
    gone += db_.changes();
    db_.query(
           "DELETE FROM clone WHERE number IN"
           " (SELECT number FROM clone WHERE ended_at < ?2 ORDER BY ended_at LIMIT ?1)"
    )
        .run(rows, time);
    return gone + db_.changes();
  }

 private:
  Database& db_;
};

}  // namespace

std::unique_ptr<Journal> make_journal(Context& context) {
  return std::make_unique<SqliteJournal>(context);
}

}  // namespace allot::sqlite
