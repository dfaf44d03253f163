#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                                 \
  "id, user_id, kind, text, by, project_id, task_id, assignment_id, item_id, count, " \
  "at, is_read"

// The id up to which the person has read all.
#define ALLOT_READ_UP_TO "coalesce((SELECT last_id FROM inbox_read WHERE user_id = ?1), '')"

constexpr auto columns = [](auto& line) {
  return std::tie(
      line.id,
      line.user,
      line.kind,
      line.text,
      line.by,
      line.project,
      line.task,
      line.assignment,
      line.item,
      line.count,
      line.at,
      line.is_read
  );
};

class SqliteInbox final : public Inbox {
 public:
  explicit SqliteInbox(Context& context) : db_(context.db) {}

  void add(const InboxLine& line) override {
    static const auto sql = insert("inbox", ALLOT_COLUMNS ", since");
    auto joined = line;
    auto since = line.at;
    auto earlier = db_.query(
        "DELETE FROM inbox WHERE user_id = ? AND task_id = ? AND item_id = ? AND kind = ?"
        " AND since > ? RETURNING count, since"
    );
    earlier.bind(line.user, line.task, line.item, line.kind, line.at - joined_for);
    while (earlier.next()) {
      std::uint64_t count = 0;
      Time begun;
      earlier.read(count, begun);
      joined.count += count;
      since = std::min(since, begun);
    }
    put_row(db_, sql, std::tuple_cat(columns(joined), std::tie(since)));
  }

  std::vector<InboxLine> of(
      const UserId& user, bool unread, std::uint64_t offset, std::uint64_t count
  ) const override {
    return list_of<InboxLine>(
        db_.query("SELECT id, user_id, kind, text, by, project_id, task_id, assignment_id, item_id,"
                  " count, at, is_read OR id <= " ALLOT_READ_UP_TO
                  " AS gone FROM inbox WHERE user_id = ?1 AND (NOT ?2 OR NOT gone)"
                  " ORDER BY id DESC LIMIT ?3 OFFSET ?4")
            .bind(user, unread, count, offset),
        columns
    );
  }

  InboxSize size_of(const UserId& user) const override {
    InboxSize size;
    auto row =
        db_.query("SELECT count(*), count(*) FILTER (WHERE NOT is_read AND id > " ALLOT_READ_UP_TO
                  ") FROM inbox WHERE user_id = ?1")
            .bind(user);
    CHECK(row.next());
    row.read(size.lines, size.unread);
    return size;
  }

  void read_up_to(const UserId& user, const InboxLineId& last) override {
    // No further than what is there, whatever was asked: what comes later has not been read.
    db_.query(
           "INSERT INTO inbox_read (user_id, last_id)"
           " SELECT ?1, id FROM inbox WHERE user_id = ?1 AND id <= ?2 ORDER BY id DESC LIMIT 1"
           " ON CONFLICT DO UPDATE SET last_id = max(last_id, excluded.last_id)"
    )
        .run(user, last);
  }

  void read_these(const UserId& user, std::span<const InboxLineId> lines) override {
    for (const auto& id : lines) {
      db_.query("UPDATE inbox SET is_read = 1 WHERE id = ? AND user_id = ?").run(id, user);
    }
  }

  std::uint64_t forget_before(Time time, std::uint64_t rows) override {
    db_.query(
           "DELETE FROM inbox WHERE number IN"
           " (SELECT number FROM inbox ORDER BY number LIMIT ?1) AND at < ?2"
    )
        .run(rows, time);
    return db_.changes();
  }

 private:
  Database& db_;
};

}  // namespace

std::unique_ptr<Inbox> make_inbox(Context& context) {
  return std::make_unique<SqliteInbox>(context);
}

}  // namespace allot::sqlite
