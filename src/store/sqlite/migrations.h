#pragma once

#include <filesystem>
#include <span>

namespace allot::sqlite {

class Database;

/// One step of the schema. Numbers count up from 1 without gaps.
struct Migration {
  int number;
  const char* name;
  const char* sql;
};

/// The files of migrations/, in order; embedded when the program is built.
[[nodiscard]] std::span<const Migration> all_migrations();

/// Brings the schema to the newest of `migrations`, all steps in one transaction; a schema that is
/// there already is copied first to `<file>.before-<number>`. Repeatable.
/// Throws StoreFailure: the schema is newer than `migrations`, or a step fails (nothing is kept).
void migrate(
    Database& db,
    const std::filesystem::path& file,
    std::span<const Migration> migrations = all_migrations()
);

/// Throws StoreFailure (one sentence): the schema is newer than `migrations`.
void require_known_schema(Database& db, std::span<const Migration> migrations = all_migrations());

/// For who reads only. Throws StoreFailure (one sentence): the schema is not the newest of
/// `migrations`.
void require_newest_schema(Database& db, std::span<const Migration> migrations = all_migrations());

}  // namespace allot::sqlite
