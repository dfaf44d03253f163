#include "row_per_item.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdint>
#include <stdexcept>

namespace allot_bench {

using allot::ItemSet;
using allot::Ordinal;

RowPerItem::RowPerItem(const std::filesystem::path& file, const ItemSet& open) {
  check(sqlite3_open(file.c_str(), &database_));
  run("PRAGMA journal_mode=WAL");
  run("PRAGMA synchronous=FULL");
  run("PRAGMA cache_size=-32000");
  run("CREATE TABLE task_item (task INTEGER, ordinal INTEGER, assignee INTEGER, status TEXT,"
      " PRIMARY KEY (task, ordinal)) WITHOUT ROWID");
  run("CREATE INDEX by_assignee ON task_item (assignee, status)");
  run("BEGIN");
  sqlite3_stmt* add = nullptr;
  check(
      sqlite3_prepare_v2(database_, "INSERT INTO task_item VALUES (1, ?, 0, '')", -1, &add, nullptr)
  );
  open.for_each([&](Ordinal ordinal) {
    sqlite3_bind_int64(add, 1, ordinal);
    sqlite3_step(add);
    sqlite3_reset(add);
  });
  sqlite3_finalize(add);
  run("COMMIT");
  run("PRAGMA wal_checkpoint(TRUNCATE)");
}

RowPerItem::~RowPerItem() {
  sqlite3_close(database_);
}

void RowPerItem::move(const std::vector<ItemSet>& parts) {
  run("BEGIN IMMEDIATE");
  std::uint32_t person = 0;
  for (const auto& part : parts) {
    run(fmt::format(
        "UPDATE task_item SET assignee = {} WHERE task = 1 AND ordinal BETWEEN {} AND {}",
        ++person,
        part.select(0),
        part.select(part.size() - 1)
    ));
  }
  run("COMMIT");
}

void RowPerItem::run(const std::string& sql) {
  check(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr));
}

void RowPerItem::check(int outcome) {
  if (outcome != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
}

}  // namespace allot_bench
