#include "store/sqlite/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

#include "store/sqlite/address_clashes.h"
#include "store/sqlite/database.h"
#include "store/sqlite/row_faults.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/test_folder.h"

namespace allot::sqlite {

namespace {

using testing::HasSubstr;

constexpr Migration first{1, "0001_first", "CREATE TABLE one (a TEXT); CREATE TABLE two (b TEXT)"};
constexpr Migration second{2, "0002_second", "ALTER TABLE one ADD COLUMN c TEXT DEFAULT 'new'"};
constexpr Migration broken{2, "0002_broken", "CREATE TABLE three (a TEXT); CREATE TABLE one (a)"};

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

/// A database of the schema before addresses beyond ASCII were folded.
class FoldingOfAddresses : public Migrations {
 protected:
  void SetUp() override { migrate(db, file, all_migrations().first(3)); }

  void account(const std::string& address, const std::string& state = "active") {
    db.query(
          "INSERT INTO account (id, first_name, last_name, password_hash, state, org_role, is_bot,"
          " bot_project, token_epoch, created_at, updated_at)"
          " VALUES (?, '', '', '', ?, 'member', 0, '', 0, 0, 0)"
    )
        .run(address, state);
  }

  void assignment(const std::string& id, const std::string& annotator) {
    db.run(
        "INSERT OR IGNORE INTO task VALUES (1, 't', '', '', '', '', 'mia@example.org', "
        "'mia@example.org', '',"
        " 'annotation', '', '', 0, 2, '', '', '', '', '{}', '{}', 0, 0, 0, 0)"
    );
    db.query(
          "INSERT INTO assignment (id, task_id, project_id, dataset_id, name, annotator, "
          "updated_by,"
          " kind, is_default, user_metadata, created_at, updated_at)"
          " VALUES (?, 't', '', '', '', ?, '', 'normal', 0, '{}', 0, 0)"
    )
        .run(id, annotator);
  }

  std::string annotator_of(const std::string& id) {
    return db.query("SELECT annotator FROM assignment WHERE id = ?").bind(id).one<std::string>();
  }
};

// B-007
TEST_F(FoldingOfAddresses, EveryPersonGetsTheSpellingThatIsLookedFor) {
  account("jÜrgen@example.org");
  account("ada@example.org");
  assignment("a", "jÜrgen@example.org");
  assignment("b", "ÅSA@example.org");  // who has no account
  migrate(db, file);
  EXPECT_EQ(count("account WHERE id IN ('jürgen@example.org', 'ada@example.org')"), 2);
  EXPECT_EQ(annotator_of("a"), "jürgen@example.org");
  EXPECT_EQ(annotator_of("b"), "åsa@example.org");
  EXPECT_THAT(address_clashes(db), testing::IsEmpty());
}

// B-007
TEST_F(FoldingOfAddresses, PeopleWhoWouldBecomeOneStayTwoAndAreNamed) {
  account("jÜrgen@example.org");
  account("jürgen@example.org");
  assignment("a", "jÜrgen@example.org");
  assignment("b", "jürgen@example.org");
  migrate(db, file);
  EXPECT_EQ(count("account"), 2);
  EXPECT_EQ(annotator_of("a"), "jÜrgen@example.org");
  EXPECT_EQ(annotator_of("b"), "jürgen@example.org");
  EXPECT_THAT(
      address_clashes(db),
      testing::ElementsAre(
          HasSubstr("`jÜrgen@example.org`, `jürgen@example.org` were different people")
      )
  );
  // Handed over and disabled, the other is no longer in the way.
  db.run("UPDATE assignment SET annotator = 'jürgen@example.org'");
  db.run("UPDATE account SET state = 'disabled' WHERE id = 'jÜrgen@example.org'");
  EXPECT_THAT(address_clashes(db), testing::IsEmpty());
}

// B-007
TEST_F(FoldingOfAddresses, ALetterThatFoldsToAsciiClashesWithAscii) {
  account("\u212Aim@example.org");  // the sign of kelvin
  account("kim@example.org");
  migrate(db, file);
  EXPECT_EQ(address_clashes(db).size(), 1U);
}

/// A database of the schema before doubles were refused, with some.
class DoublesOfAnEarlierVersion : public Migrations {
 protected:
  void SetUp() override {
    migrate(db, file, all_migrations().first(9));
    for (const auto* id : {"p1", "p2"}) {
      db.query(
            "INSERT INTO project (id, name, creator, archived, created_at, updated_at)"
            " VALUES (?, 'City', 'mia', 0, 0, 0)"
      )
          .run(id);
    }
    for (const auto* id : {"d1", "d2"}) add_dataset(id, "Crossings", 0);
    for (const auto* id : {"b1", "b2"}) add_dataset(id, "Binaries", 1);
    db.run(
        "INSERT INTO task (id, project_id, dataset_id, recipe_id, name, creator, owner, updated_by,"
        " type, parent, query, dismissed, priority, due_date, available_actions, status_words,"
        " description, user_metadata, system_metadata, created_at, updated_at)"
        " VALUES ('t', 'p1', 'd1', '', '', '', '', '', 'annotation', '', '', 0, 2, '', '', '', '',"
        " '{}', '{}', 0, 0)"
    );
    add_assignment("a1", "ada", "one");
    add_assignment("a2", "ben", "one");
    add_assignment("a3", "ada", "two");
  }

  void add_dataset(const std::string& id, const std::string& name, int binaries) {
    db.query(
          "INSERT INTO dataset (id, project_id, name, creator, updated_by, recipes, binaries,"
          " readonly, access_level, index_driver, expiration_options, user_metadata,"
          " system_metadata, created_at, updated_at)"
          " VALUES (?, 'p1', ?, '', '', '', ?, 0, '', '', '', '{}', '{}', 0, 0)"
    )
        .run(id, name, binaries);
  }

  void add_assignment(const std::string& id, const std::string& person, const std::string& name) {
    db.query(
          "INSERT INTO assignment (id, task_id, project_id, dataset_id, name, annotator,"
          " updated_by, kind, is_default, user_metadata, created_at, updated_at)"
          " VALUES (?, 't', 'p1', 'd1', ?, ?, '', 'normal', 0, '{}', 0, 0)"
    )
        .run(id, name, person);
  }

  int faults() {
    Findings findings;
    find_row_faults(db, findings);
    return static_cast<int>(std::ranges::count_if(findings.sentences, [](const auto& sentence) {
      return sentence.find("an earlier one") != std::string::npos;
    }));
  }
};

TEST_F(DoublesOfAnEarlierVersion, StayAndAreNamedByTheCheck) {
  migrate(db, file);
  EXPECT_EQ(count("project WHERE name = 'City'"), 2);
  EXPECT_EQ(count("dataset"), 4);
  EXPECT_EQ(count("assignment"), 3);
  EXPECT_EQ(faults(), 5);
  db.run("UPDATE assignment SET name = id");
  EXPECT_EQ(faults(), 4);
}

TEST_F(DoublesOfAnEarlierVersion, AreNotJoinedByMore) {
  migrate(db, file);
  EXPECT_THROW(add_dataset("d3", "Crossings", 0), StoreFailure);
  EXPECT_THROW(add_dataset("b3", "Binaries", 1), StoreFailure);
  EXPECT_THROW(add_assignment("a4", "cleo", "one"), StoreFailure);
  EXPECT_THROW(add_assignment("a4", "ada", "four"), StoreFailure);
  add_assignment("a4", "cleo", "four");
}

/// A database of an earlier version with three annotations, the second of which is to be purged.
class AnnotationsOfAnEarlierVersion : public Migrations {
 protected:
  AnnotationsOfAnEarlierVersion() {
    migrate(db, file, all_migrations().first(12));
    db.run(
        "INSERT INTO dataset (id, project_id, name, creator, updated_by, recipes, binaries,"
        " readonly, access_level, index_driver, expiration_options, user_metadata,"
        " system_metadata, created_at, updated_at, annotations)"
        " VALUES ('d', 'p', 'd', '', '', '', 0, 0, '', '', '', '{}', '{}', 0, 0, 2)"
    );
    add(1, 'a', 10);
    add(2, 'b', 10);
    add(70'000, 'c', 11);
    ItemSet deleted{2};
    db.run(
        "INSERT INTO purge (dataset_number, dataset_id, whole, annotations, project_id, actor, at)"
        " VALUES (1, 'd', 0, 1, 'p', '', 0)"
    );
    db.query("INSERT INTO purge_chunk VALUES (1, 0, ?)").run(Blob{deleted.chunk_bytes(0)});
  }

  void add(int number, char id, int at) {
    db.query(
          "INSERT INTO annotation (number, id, dataset_id, item, item_id, type, label,"
          " coordinates, attributes, metadata, label_suggestions, description, source, hash,"
          " status, creator, updated_by, created_at, updated_at)"
          " VALUES (?, ?, 'd', 0, 'i', '', '', '', '', '{}', '', '', '', '', '', '', '', ?, 0)"
    )
        .run(number, std::string(1, id), at);
  }

  ItemSet numbers() {
    ItemSet set;
    auto rows = db.query("SELECT chunk, bitmap FROM dataset_chunk WHERE flag = 'annotations'");
    while (rows.next()) {
      std::uint32_t chunk = 0;
      std::string_view bytes;
      rows.read(chunk, bytes);
      set.set_chunk(chunk, bytes);
    }
    return set;
  }
};

TEST_F(AnnotationsOfAnEarlierVersion, AreInASetButForThoseThatAreHidden) {
  migrate(db, file);
  EXPECT_EQ(numbers(), (ItemSet{1, 70'000}));
  EXPECT_EQ(count("dataset WHERE version = 1 AND annotations_in_order = 1"), 1);
  EXPECT_EQ(count("dataset WHERE newest_annotation = 'c' AND newest_annotation_at = 11"), 1);
  Findings findings;
  find_version_faults(db, findings);
  EXPECT_THAT(findings.sentences, testing::IsEmpty());
}

TEST_F(AnnotationsOfAnEarlierVersion, AreNotInOrderWhereTheClockWasSetBack) {
  add(70'001, 'd', 9);
  migrate(db, file);
  EXPECT_EQ(count("dataset WHERE annotations_in_order = 0"), 1);
}

// B-282
TEST_F(Migrations, WhoOpenedAnIssueIsTakenFromTheOutbox) {
  migrate(db, file, all_migrations().first(19));
  const auto add = [&](const std::string& id) {
    db.query(
          "INSERT INTO annotation (id, dataset_id, item, item_id, type, label, coordinates,"
          " attributes, metadata, label_suggestions, description, source, hash, status, creator,"
          " updated_by, created_at, updated_at)"
          " VALUES (?, 'd', 0, 'i', '', '', '', '', '{}', '', '', '', '', '', '', '', 0, 0)"
    )
        .run(id);
  };
  const auto tell = [&](const std::string& id, const std::string& action, const std::string& who) {
    db.query(
          "INSERT INTO event (resource, action, resource_id, project_id, task_id, actor, at, "
          "detail)"
          " VALUES ('Annotation', ?, ?, '', '', ?, 0, '{}')"
    )
        .run(action, id, who);
  };
  for (const auto* id : {"a", "b"}) add(id);
  tell("a", "issueOpened", "mia");
  tell("", "issueOpened", "mia");  // of a whole list
  tell("a", "issueOpened", "olga");
  tell("a", "issueAnswered", "ada");
  tell("b", "issueAnswered", "ada");
  migrate(db, file);
  EXPECT_EQ(count("annotation WHERE id = 'a' AND issue_by = 'olga'"), 1);
  EXPECT_EQ(count("annotation WHERE id = 'b' AND issue_by = ''"), 1);
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

// B-310
TEST_F(Migrations, PaceOfTasksThatAreThereIsKnownFromTheMigrationOn) {
  migrate(db, file, all_migrations().first(15));
  db.run(
      "INSERT INTO task (id, project_id, dataset_id, recipe_id, name, creator, owner, updated_by,"
      " type, parent, dismissed, priority, due_date, available_actions, status_words,"
      " description, user_metadata, system_metadata, created_at, updated_at)"
      " VALUES ('t', 'p', 'd', '', '', '', '', '', 'annotation', '', 0, 2, '', '', '', '',"
      " '{}', '{}', 0, 0)"
  );
  const auto before = SystemClock().now() - std::chrono::seconds(1);
  migrate(db, file);
  const auto begun = db.query("SELECT at FROM pace_begun").one<Time>();
  EXPECT_GE(begun, before);
  EXPECT_LE(begun, SystemClock().now());
}

TEST_F(Migrations, PaceOfANewDatabaseIsKnownFromTheFirstTaskOn) {
  migrate(db, file);
  EXPECT_EQ(count("pace_begun"), 0);
}

}  // namespace

}  // namespace allot::sqlite
