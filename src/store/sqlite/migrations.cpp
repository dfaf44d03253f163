#include "store/sqlite/migrations.h"

#include <fmt/format.h>

#include "store/sqlite/database.h"
#include "store/store.h"

namespace allot::sqlite {

void migrate(
    Database& db, const std::filesystem::path& file, std::span<const Migration> migrations
) {
  const auto present = db.query("PRAGMA user_version").one<int>();
  const auto newest = migrations.empty() ? 0 : migrations.back().number;
  if (present == newest) return;
  if (present > newest) {
    throw StoreFailure(fmt::format(
        "The database has schema {}, but this program knows schemas up to {}: start a newer one.",
        present,
        newest
    ));
  }
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
