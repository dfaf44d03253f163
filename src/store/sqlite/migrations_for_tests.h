#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "store/sqlite/database.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/test_folder.h"

namespace allot::sqlite {

/// A database without any schema yet.
class Migrations : public testing::Test {
 protected:
  int version() { return db.query("PRAGMA user_version").one<int>(); }

  int count(const std::string& sql) {
    return db.query_once("SELECT count(*) FROM " + sql).one<int>();
  }

  TestFolder folder;
  std::filesystem::path file = folder.path / "allot.db";
  Database db{file, {}};
};

}  // namespace allot::sqlite
