#include "store/sqlite/kept_rows.h"

#include <gtest/gtest.h>

#include "store/sqlite/migrations.h"
#include "store/sqlite/test_folder.h"

namespace allot::sqlite {

namespace {

class KeptRowsOf : public testing::Test {
 protected:
  KeptRowsOf() {
    migrate(db, file);
    db.query(
          "INSERT INTO project (id, name, creator, archived, created_at, updated_at)"
          " VALUES ('p', 'one', '', 0, 0, 0)"
    )
        .run();
    db.query(
          "INSERT INTO member (project_id, user_id, role, active, added_by, created_at,"
          " updated_at) VALUES ('p', 'ada', 'owner', 1, '', 0, 0)"
    )
        .run();
  }

  /// The name of the project, and how often it was read for that.
  std::string name() {
    const auto found = projects.find(db, "p", [&]() -> std::optional<Project> {
      ++reads;
      Project project;
      auto row = db.query("SELECT name FROM project WHERE id = 'p'");
      if (!row.next()) return std::nullopt;
      row.read(project.name);
      return project;
    });
    return found ? found->name : "none";
  }

  TestFolder folder;
  std::filesystem::path file = folder.path / "allot.db";
  Database db{file, {}};
  KeptRows<Project> projects{KeptTable::project};
  int reads = 0;
};

TEST_F(KeptRowsOf, AreReadOnceUntilTheirTableIsWritten) {
  EXPECT_EQ(name(), "one");
  EXPECT_EQ(name(), "one");
  EXPECT_EQ(reads, 1);
  db.query("UPDATE member SET role = 'developer'").run();
  EXPECT_EQ(name(), "one");
  EXPECT_EQ(reads, 1);  // another table
  db.query("UPDATE project SET name = 'two'").run();
  EXPECT_EQ(name(), "two");
  db.query("DELETE FROM project").run();
  EXPECT_EQ(name(), "none");
  EXPECT_EQ(name(), "none");
  EXPECT_EQ(reads, 3);
}

TEST_F(KeptRowsOf, ACascadeIsAWriteAndAStampIsNone) {
  const auto members = db.written(KeptTable::member);
  const auto tasks = db.written(KeptTable::task);
  db.query("UPDATE task SET version = version + 1, shape = version").run();
  EXPECT_EQ(db.written(KeptTable::task), tasks);
  db.query("UPDATE task SET name = 'other', version = 0").run();
  EXPECT_GT(db.written(KeptTable::task), tasks);
  EXPECT_EQ(db.written(KeptTable::member), members);
  db.query("DELETE FROM project WHERE id = 'p'").run();
  EXPECT_GT(db.written(KeptTable::member), members);
}

TEST_F(KeptRowsOf, WhatIsLongIsNotHeapedUp) {
  KeptRows<Task> tasks{KeptTable::task};
  int read = 0;
  const auto ask = [&](const std::string& id) {
    (void)tasks.find(db, id, [&] {
      ++read;
      return std::optional(Task{.user_metadata = std::string(3 << 20, ' ')});
    });
  };
  for (const auto* id : {"a", "b", "c", "d", "e", "f", "g"}) ask(id);
  ask("g");
  EXPECT_EQ(read, 7);
  ask("a");  // given up on the way
  EXPECT_EQ(read, 8);
}

}  // namespace

}  // namespace allot::sqlite
