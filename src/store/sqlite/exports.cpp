#include "store/exports.h"

#include "store/sqlite/transaction.h"
#include "store/sqlite/turns.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                                        \
  "id, project_id, dataset_id, creator, form, in_folder, with_extension, with_annotations, " \
  "items_query, annotations_query, locks, lock_until, output_item, created_at, ended_at"

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

// Of the exports of a list: their projects, and what else is asked for.
#define ALLOT_ASKED                                                    \
  " FROM export WHERE project_id IN (SELECT value FROM json_each(?1))" \
  " AND ?2 IN ('', dataset_id) AND ?3 IN ('', creator) AND ?4 IN ('', id)"

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
  }

  void end(const CommandId& id, const ItemId& output, Time now) override {
    db_.query(
           "UPDATE export SET output_item = ?, ended_at = ?, items_query = '',"
           " annotations_query = '' WHERE id = ? AND ended_at IS NULL"
    )
        .run(output, now, id);
  }

  void let_go(const CommandId& id) override {
    db_.query("UPDATE export SET locks = 0 WHERE id = ?").run(id);
  }

  void unlock(const DatasetId& dataset) override {
    db_.query("UPDATE export SET locks = 0 WHERE ended_at IS NULL AND locks AND dataset_id = ?")
        .run(dataset);
  }

  std::optional<CommandId> next() const override {
    return db_.query(ALLOT_NEXT_IN_TURN("export")).maybe<CommandId>();
  }

  std::uint64_t waiting_of(const UserId& creator) const override {
    return db_.query("SELECT count(*) FROM export WHERE creator = ? AND ended_at IS NULL")
        .bind(creator)
        .one<std::uint64_t>();
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
    const auto projects = json_list(std::span<const ProjectId>(asked.projects));
    Page page;
    page.total = db_.query("SELECT count(*)" ALLOT_ASKED)
                     .bind(projects, asked.dataset, asked.creator, asked.id)
                     .one<std::uint64_t>();
    const auto rows = [&](Sql sql) {
      return list_of<Export>(
          db_.query(sql).bind(projects, asked.dataset, asked.creator, asked.id, count, offset),
          columns
      );
    };
    page.exports =
        asked.newest_first
            ? rows("SELECT " ALLOT_COLUMNS ALLOT_ASKED " ORDER BY number DESC LIMIT ?5 OFFSET ?6")
            : rows("SELECT " ALLOT_COLUMNS ALLOT_ASKED " ORDER BY number LIMIT ?5 OFFSET ?6");
    return page;
  }

 private:
  Database& db_;
};

}  // namespace

std::unique_ptr<Exports> make_exports(Context& context) {
  return std::make_unique<SqliteExports>(context);
}

}  // namespace allot::sqlite
