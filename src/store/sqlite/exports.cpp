#include "store/exports.h"

#include "store/sqlite/transaction.h"
#include "store/sqlite/turns.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS_BEFORE_QUERIES \
  "id, project_id, dataset_id, creator, form, in_folder, with_extension, with_annotations, "
#define ALLOT_COLUMNS_AFTER_QUERIES ", locks, lock_until, output_item, created_at, ended_at"
#define ALLOT_COLUMNS \
  ALLOT_COLUMNS_BEFORE_QUERIES "items_query, annotations_query" ALLOT_COLUMNS_AFTER_QUERIES
#define ALLOT_COLUMNS_OF_LISTS ALLOT_COLUMNS_BEFORE_QUERIES "'', ''" ALLOT_COLUMNS_AFTER_QUERIES

constexpr auto columns = [](auto& row) {
  return std::tie(
      row.id,
      row.project,
      row.dataset,
      row.creator,
      row.order.form,
      row.order.names.in_folder,
      row.order.names.with_extension,
      row.order.with_annotations,
      row.order.items_query,
      row.order.annotations_query,
      row.locks,
      row.lock_until,
      row.output,
      row.created_at,
      row.ended_at
  );
};

// Of the exports of a list: their projects, and what else is asked for. All of it is in the index.
#define ALLOT_ASKED                                        \
  " WHERE project_id IN (SELECT value FROM json_each(?1))" \
  " AND ?2 IN ('', dataset_id) AND ?3 IN ('', creator)"
#define ALLOT_LISTED " FROM export INDEXED BY export_of_project" ALLOT_ASKED

std::uint64_t bytes_of_queries(const Export& of) {
  return of.order.items_query.size() + of.order.annotations_query.size();
}

class SqliteExports final : public Exports {
 public:
  explicit SqliteExports(Context& context) : db_(context.db) {}

  std::optional<Export> find(const CommandId& id) const override {
    return first_of<Export>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM export WHERE id = ?").bind(id), columns
    );
  }

  void add(const Export& added) override {
    static const auto sql = insert("export", ALLOT_COLUMNS);
    put_row(db_, sql, columns(added));
    db_.query(
           "INSERT INTO waiting_exports (creator, exports, bytes) VALUES (?, 1, ?) ON CONFLICT DO"
           " UPDATE SET exports = exports + 1, bytes = bytes + excluded.bytes"
    )
        .run(added.creator, bytes_of_queries(added));
  }

  void end(const CommandId& id, const ItemId& output, Time now) override {
    const auto ended = find(id);
    if (!ended || ended->ended_at) return;
    db_.query(
           "UPDATE export SET output_item = ?, ended_at = ?, items_query = '',"
           " annotations_query = '' WHERE id = ?"
    )
        .run(output, now, id);
    db_.query(
           "UPDATE waiting_exports SET exports = exports - 1, bytes = max(bytes - ?, 0)"
           " WHERE creator = ?"
    )
        .run(bytes_of_queries(*ended), ended->creator);
    db_.query("DELETE FROM waiting_exports WHERE creator = ? AND exports <= 0").run(ended->creator);
  }

  void let_go(const CommandId& id) override {
    db_.query("UPDATE export SET locks = 0 WHERE id = ?").run(id);
  }

  void unlock(const DatasetId& dataset) override {
    db_.query("UPDATE export SET locks = 0 WHERE ended_at IS NULL AND locks AND dataset_id = ?")
        .run(dataset);
  }

  /// Goes from person to person, however much each of them waits for.
  std::optional<CommandId> next(std::span<const UserId> but) const override {
    const auto others = json_list(but);
    return db_
        .query(
            "WITH RECURSIVE waits (creator) AS ("
            " SELECT (SELECT creator FROM export INDEXED BY export_waiting"
            "  WHERE ended_at IS NULL ORDER BY creator LIMIT 1)"
            " UNION ALL"
            " SELECT (SELECT creator FROM export INDEXED BY export_waiting WHERE ended_at IS NULL"
            "  AND creator > waits.creator ORDER BY creator LIMIT 1)"
            " FROM waits WHERE creator IS NOT NULL),"
            " oldest AS ("
            " SELECT creator, (SELECT min(number) FROM export"
            "  WHERE creator = waits.creator AND ended_at IS NULL) AS number"
            " FROM waits WHERE creator IS NOT NULL"
            " AND creator NOT IN (SELECT value FROM json_each(?)))"
            " SELECT (SELECT id FROM export WHERE number = oldest.number) FROM oldest"
            " ORDER BY coalesce((SELECT max(ended_at) FROM export WHERE creator = oldest.creator), "
            "0),"
            " number LIMIT 1"
        )
        .bind(others)
        .maybe<CommandId>();
  }

  std::uint64_t note_try(const CommandId& id) override {
    db_.query("UPDATE export SET tries = tries + 1 WHERE id = ?").run(id);
    return db_.query("SELECT coalesce((SELECT tries FROM export WHERE id = ?), 0)")
        .bind(id)
        .one<std::uint64_t>();
  }

  void take_back_try(const CommandId& id) override {
    db_.query("UPDATE export SET tries = max(tries - 1, 0) WHERE id = ?").run(id);
  }

  Waiting waiting_of(const UserId& creator) const override {
    return first_of<Waiting>(
               db_.query("SELECT exports, bytes FROM waiting_exports WHERE creator = ?")
                   .bind(creator),
               [](Waiting& waiting) { return std::tie(waiting.exports, waiting.bytes); }
    ).value_or(Waiting{});
  }

  std::optional<CommandId> stopped() const override {
    return db_
        .query(
            "SELECT export.id FROM export LEFT JOIN command ON command.id = export.id"
            " WHERE ended_at IS NULL AND coalesce(status NOT IN (?, ?), 1) LIMIT 1"
        )
        .bind(CommandStatus::created, CommandStatus::in_progress)
        .maybe<CommandId>();
  }

  std::optional<CommandId> lock_over(Time now) const override {
    return db_
        .query("SELECT id FROM export WHERE ended_at IS NULL AND locks AND lock_until <= ? LIMIT 1")
        .bind(now)
        .maybe<CommandId>();
  }

  bool locks(const DatasetId& dataset, const CommandId& but) const override {
    return db_
        .query(
            "SELECT EXISTS (SELECT 1 FROM export WHERE ended_at IS NULL AND locks"
            " AND dataset_id = ? AND id <> ?)"
        )
        .bind(dataset, but)
        .one<bool>();
  }

  Page page(const Asked& asked, std::uint64_t offset, std::uint64_t count) const override {
    if (!asked.id.empty()) return page_of_one(asked, offset, count);
    const auto projects = json_list(std::span<const ProjectId>(asked.projects));
    Page page;
    page.total = db_.query("SELECT count(*)" ALLOT_LISTED)
                     .bind(projects, asked.dataset, asked.creator)
                     .one<std::uint64_t>();
    const auto rows = [&](Sql sql) {
      return list_of<Export>(
          db_.query(sql).bind(projects, asked.dataset, asked.creator, count, offset), columns
      );
    };
    page.exports = asked.newest_first
                       ? rows("SELECT " ALLOT_COLUMNS_OF_LISTS
                              " FROM export WHERE number IN (SELECT number" ALLOT_LISTED
                              " ORDER BY number DESC LIMIT ?4 OFFSET ?5) ORDER BY number DESC")
                       : rows("SELECT " ALLOT_COLUMNS_OF_LISTS
                              " FROM export WHERE number IN (SELECT number" ALLOT_LISTED
                              " ORDER BY number LIMIT ?4 OFFSET ?5) ORDER BY number");
    return page;
  }

 private:
  Page page_of_one(const Asked& asked, std::uint64_t offset, std::uint64_t count) const {
    const auto projects = json_list(std::span<const ProjectId>(asked.projects));
    Page page;
    page.exports = list_of<Export>(
        db_.query("SELECT " ALLOT_COLUMNS_OF_LISTS " FROM export" ALLOT_ASKED " AND id = ?4")
            .bind(projects, asked.dataset, asked.creator, asked.id),
        columns
    );
    page.total = page.exports.size();
    if (offset > 0 || count == 0) page.exports.clear();
    return page;
  }

  Database& db_;
};

}  // namespace

std::unique_ptr<Exports> make_exports(Context& context) {
  return std::make_unique<SqliteExports>(context);
}

}  // namespace allot::sqlite
