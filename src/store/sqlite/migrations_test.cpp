#include "store/sqlite/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <thread>

#include "store/sqlite/migrations_for_tests.h"
#include "store/sqlite/sqlite_store.h"

namespace allot::sqlite {

namespace {

using testing::HasSubstr;

constexpr Migration first{1, "0001_first", "CREATE TABLE one (a TEXT); CREATE TABLE two (b TEXT)"};
constexpr Migration second{2, "0002_second", "ALTER TABLE one ADD COLUMN c TEXT DEFAULT 'new'"};
constexpr Migration broken{2, "0002_broken", "CREATE TABLE three (a TEXT); CREATE TABLE one (a)"};

TEST_F(Migrations, OfThisProgramCountUpFromOne) {
  int expected = 0;
  for (const auto& migration : all_migrations()) EXPECT_EQ(migration.number, ++expected);
  EXPECT_GE(expected, 1);
}

TEST_F(Migrations, AreDoneOnce) {
  migrate(db, file);
  EXPECT_EQ(version(), all_migrations().back().number);
  migrate(db, file);
  EXPECT_EQ(count("account"), 0);
}

TEST_F(Migrations, ANewFileIsNotCopied) {
  migrate(db, file, std::array{first, second});
  EXPECT_EQ(version(), 2);
  EXPECT_FALSE(std::filesystem::exists(file.string() + ".before-0001"));
}

TEST_F(Migrations, AnOldDatabaseKeepsItsRowsAndIsCopiedFirst) {
  migrate(db, file, std::array{first});
  db.run("INSERT INTO one VALUES ('row')");
  migrate(db, file, std::array{first, second});
  EXPECT_EQ(count("one WHERE a = 'row' AND c = 'new'"), 1);
  Database copy(file.string() + ".before-0002", {});
  EXPECT_EQ(copy.query("PRAGMA user_version").one<int>(), 1);
  EXPECT_EQ(copy.query("SELECT a FROM one").one<std::string>(), "row");
}

TEST_F(Migrations, OneThatFailsLeavesTheSchemaAsItWas) {
  migrate(db, file, std::array{first});
  EXPECT_THROW(migrate(db, file, std::array{first, broken}), StoreFailure);
  EXPECT_EQ(version(), 1);
  EXPECT_EQ(count("sqlite_schema WHERE name = 'three'"), 0);
  migrate(db, file, std::array{first, second});
  EXPECT_EQ(version(), 2);
}

TEST_F(Migrations, ACopyThatWasBrokenOffIsNotTakenForWhole) {
  migrate(db, file, std::array{first});
  db.run("INSERT INTO one VALUES ('row')");
  // As a crash leaves it.
  std::ofstream(file.string() + ".before-0002.partial") << "half a copy";
  migrate(db, file, std::array{first, second});
  Database copy(file.string() + ".before-0002", {.read_only = true});
  EXPECT_EQ(copy.query("SELECT a FROM one").one<std::string>(), "row");
  EXPECT_FALSE(std::filesystem::exists(file.string() + ".before-0002.partial"));
}

TEST_F(Migrations, ACopyThatFailsLeavesTheSchemaAsItWas) {
  migrate(db, file, std::array{first});
  std::filesystem::create_directories(file.string() + ".before-0002.partial/in the way");
  EXPECT_THROW(migrate(db, file, std::array{first, second}), std::exception);
  EXPECT_EQ(version(), 1);
}

// B-367
TEST(Migration, ThatIsKilledHasDoneNothing) {
  const TestFolder folder;
  const auto file = folder.path / "allot.db";
  {
    Database db(file, {});
    migrate(db, file, std::array{first});
    db.run("INSERT INTO one VALUES ('row')");
  }
  constexpr Migration endless{
      2,
      "0002_endless",
      "CREATE TABLE many AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
      " SELECT i, hex(zeroblob(200)) AS filler FROM n"
  };
  const auto child = ::fork();
  if (child == 0) {
    Database own(file, {.cache_kib = 64});
    migrate(own, file, std::array{first, endless});
    ::_exit(1);
  }
  // It is in the midst of it when what does not fit its memory is in the log.
  const std::filesystem::path log = file.string() + "-wal";
  std::error_code absent;
  while (!std::filesystem::exists(log) || std::filesystem::file_size(log, absent) < 2'000'000) {
    std::this_thread::yield();
  }
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  Database again(file, {});
  EXPECT_EQ(again.query("PRAGMA user_version").one<int>(), 1);
  migrate(again, file, std::array{first, second});
  EXPECT_EQ(again.query("SELECT a || c FROM one").one<std::string>(), "rownew");
  EXPECT_EQ(again.query("PRAGMA integrity_check").one<std::string>(), "ok");
}

TEST_F(Migrations, ANewerSchemaIsRefusedInOneSentence) {
  migrate(db, file);
  db.run("PRAGMA user_version = 99");
  SystemClock clock;
  SeededRandom random(1);
  IdSource ids(clock, random);
  try {
    (void)open({.file = file}, ids);
    FAIL() << "it was opened";
  } catch (const StoreFailure& e) {
    EXPECT_THAT(e.what(), HasSubstr("The database has schema 99, but this program knows"));
  }
}

TEST(Connections, KeepTheirPromisesToTheDisk) {
  const TestFolder folder;
  Database writer(folder.path / "a.db", {});
  EXPECT_EQ(writer.query("PRAGMA journal_mode").one<std::string>(), "wal");
  EXPECT_EQ(writer.query("PRAGMA synchronous").one<int>(), 2);  // FULL
  EXPECT_EQ(writer.query("PRAGMA wal_autocheckpoint").one<int>(), 0);
  EXPECT_EQ(writer.query("PRAGMA foreign_keys").one<int>(), 1);
  EXPECT_EQ(writer.query("PRAGMA busy_timeout").one<int>(), 5'000);
  EXPECT_EQ(writer.query("PRAGMA temp_store").one<int>(), 2);  // MEMORY
  Database reader(folder.path / "a.db", {.read_only = true});
  EXPECT_THROW(reader.run("CREATE TABLE t (a)"), StoreFailure);
}

}  // namespace

}  // namespace allot::sqlite
