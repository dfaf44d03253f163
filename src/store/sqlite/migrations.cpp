#include "store/sqlite/migrations.h"

#include <fmt/format.h>

#include "store/sqlite/database.h"
#include "store/store.h"

namespace allot::sqlite {

namespace {

int number_of(std::span<const Migration> migrations) {
  return migrations.empty() ? 0 : migrations.back().number;
}

int schema_in(Database& db) {
  return db.query("PRAGMA user_version").one<int>();
}

}  // namespace

void require_known_schema(Database& db, std::span<const Migration> migrations) {
  const auto present = schema_in(db);
  const auto newest = number_of(migrations);
  if (present <= newest) return;
  throw StoreFailure(fmt::format(
      "The database has schema {}, but this program knows schemas up to {}: start a newer one.",
      present,
      newest
  ));
}

void require_newest_schema(Database& db, std::span<const Migration> migrations) {
  require_known_schema(db, migrations);
  const auto present = schema_in(db);
  const auto newest = number_of(migrations);
  if (present == newest) return;
  throw StoreFailure(fmt::format(
      "The database has schema {}, and this program works with {}: start its server once, which"
      " brings the database up to that.",
      present,
      newest
  ));
}

void migrate(
    Database& db, const std::filesystem::path& file, std::span<const Migration> migrations
) {
  require_known_schema(db, migrations);
  const auto present = schema_in(db);
  const auto newest = number_of(migrations);
  if (present == newest) return;
  if (present > 0) db.copy_to(fmt::format("{}.before-{:04}", file.string(), present + 1));
  db.run("BEGIN IMMEDIATE");
  try {
    for (const auto& migration : migrations) {
      if (migration.number > present) db.run(migration.sql);
    }
    db.run(fmt::format("PRAGMA user_version = {}", newest).c_str());
    db.run("COMMIT");
  } catch (...) {
    db.roll_back();
    throw;
  }
}

}  // namespace allot::sqlite
