#include "store/sqlite/event_rows.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

// By number, not by an index: what is asked of a range of lines is asked of each of them.
#define ALLOT_LINES " FROM event NOT INDEXED WHERE sequence > ?1 AND sequence <= ?2"

class SqliteOutbox final : public Outbox {
 public:
  explicit SqliteOutbox(Context& context) : db_(context.db) {}

  EventPage after(std::int64_t after, std::size_t count) const override {
    return read_events(
        db_.query("SELECT sequence, " ALLOT_EVENT_COLUMNS
                  " FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?")
            .bind(after, count),
        after
    );
  }

  EventPage for_inbox(std::int64_t after, std::size_t count) const override {
    const auto last = std::max(after, last_line());
    auto page = read_events(
        db_.query("SELECT sequence, " ALLOT_EVENT_COLUMNS ALLOT_LINES
                  " AND (resource = 'Operation' OR action IN ('issueOpened', 'issueAnswered',"
                  " 'statusChanged', 'dueSoon', 'overdue')) ORDER BY sequence LIMIT ?3")
            .bind(after, last, count),
        after
    );
    if (page.events.size() < count) page.until = last;
    return page;
  }

  std::optional<std::int64_t> next_of(std::span<const TaskId> tasks, std::int64_t after)
      const override {
    std::optional<std::int64_t> first;
    for (const auto& task : tasks) {
      auto row =
          db_.query(
                 "SELECT sequence FROM (SELECT * FROM (SELECT sequence FROM event INDEXED BY"
                 " event_task WHERE task_id = ?1 AND task_id <> '' AND task_id <> resource_id"
                 " AND sequence > ?2 ORDER BY sequence LIMIT 1)"
                 " UNION ALL SELECT * FROM (SELECT sequence FROM event INDEXED BY"
                 " event_resource WHERE resource_id = ?1 AND sequence > ?2"
                 " ORDER BY sequence LIMIT 1)) ORDER BY sequence LIMIT 1"
          )
              .bind(task, after);
      std::int64_t found = 0;
      if (!row.next()) continue;
      row.read(found);
      if (!first || found < *first) first = found;
    }
    return first;
  }

  std::int64_t oldest() const override {
    return db_.query("SELECT coalesce(min(sequence), 0) FROM event").one<std::int64_t>();
  }

  bool tells_of_somebody(std::int64_t after) const override {
    return db_
        .query("SELECT EXISTS (SELECT 1 FROM event NOT INDEXED WHERE sequence > ? AND actor <> '')")
        .bind(after)
        .one<bool>();
  }

  std::vector<TaskId> tasks_to_count(const OutboxLines& lines) const override {
    return ids<TaskId>(db_.query("SELECT DISTINCT task_id" ALLOT_LINES
                                 " AND resource IN ('ItemStatus', 'Operation') AND task_id <> ''")
                           .bind(lines.after, lines.until));
  }

  std::vector<ItemId> items_with_issues(const OutboxLines& lines) const override {
    return ids<ItemId>(db_.query("SELECT DISTINCT detail ->> 'item'" ALLOT_LINES
                                 " AND resource = 'Annotation' AND action IN ('issueOpened',"
                                 " 'issueAnswered', 'issueApproved', 'issueCleared')")
                           .bind(lines.after, lines.until));
  }

  FollowedTo place(Follower follower) const override {
    auto row = db_.query("SELECT sequence, person FROM follower WHERE name = ?").bind(follower);
    FollowedTo place;
    CHECK(row.next());
    row.read(place.sequence, place.person);
    return place;
  }

  void put_place(Follower follower, const FollowedTo& place) override {
    db_.query("UPDATE follower SET sequence = ?, person = ? WHERE name = ?")
        .run(place.sequence, place.person, follower);
  }

 private:
  [[nodiscard]] std::int64_t last_line() const {
    return db_.query("SELECT coalesce(max(sequence), 0) FROM event").one<std::int64_t>();
  }

  template <class AnId>
  static std::vector<AnId> ids(Query query) {
    std::vector<AnId> list;
    while (query.next()) query.read(list.emplace_back());
    return list;
  }

  Database& db_;
};

}  // namespace

std::unique_ptr<Outbox> make_outbox(Context& context) {
  return std::make_unique<SqliteOutbox>(context);
}

}  // namespace allot::sqlite
