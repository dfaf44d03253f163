#include "store/pace_nouns.h"
#include "store/sqlite/chunks.h"
#include "store/sqlite/pace_bytes.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS "last_change, active, pending, recent, today"

std::int64_t day_number(Quarter quarter) {
  return day_of(quarter).time_since_epoch().count();
}

/// From the column on that is next.
struct PaceRow {
  std::int64_t number = 0;
  UserId person;
  std::optional<Time> last_change;
  std::int64_t active = 0;
  std::int64_t pending = 0;
  std::string_view recent;
  std::string_view today;

  [[nodiscard]] PersonPace pace() const {
    return {
        .last_change = last_change,
        .active = std::chrono::milliseconds(active),
        .pending = std::chrono::milliseconds(pending),
        .recent = read_recent(recent),
        .today = read_quarters(today)
    };
  }
};

class SqlitePaces final : public Paces {
 public:
  explicit SqlitePaces(Context& context) : context_(context), db_(context.db) {}

  [[nodiscard]] std::optional<PersonPace> find(const PaceOf& of) const override {
    auto rows = db_.query("SELECT " ALLOT_COLUMNS " FROM pace WHERE task_id = ? AND person = ?");
    rows.bind(of.task, of.person);
    if (!rows.next()) return std::nullopt;
    PaceRow row;
    rows.read(row.last_change, row.active, row.pending, row.recent, row.today);
    return row.pace();
  }

  void put(const PaceOf& of, const PersonPace& pace) override {
    require_dataset(context_, of.dataset);
    const auto recent = recent_bytes(pace.recent);
    const auto today = quarter_bytes(pace.today);
    const auto active = pace.active.count();
    const auto pending = pace.pending.count();
    // No upsert: that takes notes of each page that it touches.
    db_.query("UPDATE pace SET (" ALLOT_COLUMNS
              ") = (?, ?, ?, ?, ?) WHERE task_id = ? AND person = ?")
        .run(pace.last_change, active, pending, Blob{recent}, Blob{today}, of.task, of.person);
    if (db_.changes() > 0) return;
    db_.query("INSERT INTO pace (" ALLOT_COLUMNS
              ", dataset_id, task_id, person) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .run(
            pace.last_change,
            active,
            pending,
            Blob{recent},
            Blob{today},
            of.dataset,
            of.task,
            of.person
        );
  }

  void add_day(const PaceOf& of, const QuarterSums& over) override {
    require_dataset(context_, of.dataset);
    const auto number = db_.query("SELECT number FROM pace WHERE task_id = ? AND person = ?")
                            .bind(of.task, of.person)
                            .one<std::int64_t>();
    const auto day = day_number(over.front().quarter);
    // A clock that was set back comes to it once more.
    QuarterSums before;
    {
      auto row = db_.query("SELECT quarters FROM pace_day WHERE pace = ? AND day = ?");
      row.bind(number, day);
      if (row.next()) before = read_quarters(row.text_at(0));
    }
    const auto bytes = quarter_bytes(merged(before, over));
    db_.query(
           "INSERT INTO pace_day (pace, day, quarters) VALUES (?, ?, ?)"
           " ON CONFLICT DO UPDATE SET quarters = excluded.quarters"
    )
        .run(number, day, Blob{bytes});
  }

  [[nodiscard]] std::vector<KeptPace> of_task(
      const TaskId& task, const std::optional<UserId>& person, Quarter since
  ) const override {
    auto rows = person ? db_.query("SELECT number, person, " ALLOT_COLUMNS
                                   " FROM pace WHERE task_id = ? AND person = ?")
                       : db_.query("SELECT number, person, " ALLOT_COLUMNS
                                   " FROM pace WHERE task_id = ? ORDER BY number");
    rows.bind(task);
    if (person) rows.bind(*person);
    std::vector<KeptPace> kept;
    while (rows.next()) {
      PaceRow row;
      rows.read(
          row.number, row.person, row.last_change, row.active, row.pending, row.recent, row.today
      );
      auto over = days_over(row.number, day_number(since));
      kept.push_back({.person = std::move(row.person), .pace = row.pace(), .over = std::move(over)}
      );
    }
    return kept;
  }

  [[nodiscard]] ItemSet once_handled(const TaskId& task, const ItemSet& items) const override {
    ItemSet found;
    for (const auto chunk : items.chunks()) found |= once_handled_in(task, chunk);
    found &= items;
    return found;
  }

  void note_once_handled(const DatasetId& dataset, const TaskId& task, const ItemSet& items)
      override {
    require_dataset(context_, dataset);
    ItemSet before;
    for (const auto chunk : items.chunks()) before |= once_handled_in(task, chunk);
    if ((items - before).empty()) return;
    write_changed_chunks(
        db_,
        "INSERT INTO once_handled_chunk (task_id, chunk, bitmap) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET bitmap = excluded.bitmap",
        "DELETE FROM once_handled_chunk WHERE task_id = ? AND chunk = ?",
        before,
        before | items,
        task
    );
  }

  [[nodiscard]] std::vector<TaskId> of_pulling_tasks() const override {
    std::vector<TaskId> tasks;
    auto rows = db_.query("SELECT id FROM task WHERE pulling <> x'' ORDER BY number");
    while (rows.next()) rows.read(tasks.emplace_back());
    return tasks;
  }

  [[nodiscard]] std::optional<Time> begun() const override {
    return db_.query("SELECT at FROM pace_begun").maybe<Time>();
  }

 private:
  [[nodiscard]] QuarterSums days_over(std::int64_t number, std::int64_t since) const {
    auto rows = db_.query("SELECT quarters FROM pace_day WHERE pace = ? AND day >= ? ORDER BY day");
    rows.bind(number, since);
    QuarterSums over;
    while (rows.next()) {
      const auto day = read_quarters(rows.text_at(0));
      over.insert(over.end(), day.begin(), day.end());
    }
    return over;
  }

  [[nodiscard]] ItemSet once_handled_in(const TaskId& task, std::uint32_t chunk) const {
    auto row = db_.query("SELECT bitmap FROM once_handled_chunk WHERE task_id = ? AND chunk = ?");
    row.bind(task, chunk);
    ItemSet items;
    if (row.next()) items.set_chunk(chunk, row.text_at(0));
    return items;
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Paces> make_paces(Context& context) {
  return std::make_unique<SqlitePaces>(context);
}

}  // namespace allot::sqlite
