// What becomes of the rows of an earlier version.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "store/sqlite/address_clashes.h"
#include "store/sqlite/migrations_for_tests.h"
#include "store/sqlite/row_faults.h"
#include "store/store.h"

namespace allot::sqlite {

namespace {

using testing::HasSubstr;

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

TEST_F(Migrations, LongCoordinatesComeBesideTheirRows) {
  const auto all = all_migrations();
  const auto that = std::ranges::find_if(all, [](const Migration& migration) {
    return std::string_view(migration.name).ends_with("_annotation_log");
  });
  migrate(db, file, all.first(static_cast<std::size_t>(that - all.begin())));
  db.run(
      "INSERT INTO dataset (number, id, project_id, name, creator, updated_by, recipes, binaries,"
      " readonly, access_level, index_driver, expiration_options, user_metadata, system_metadata,"
      " created_at, updated_at)"
      " VALUES (3, 'd', 'p', 'd', '', '', '', 0, 0, '', '', '', '{}', '{}', 0, 0)"
  );
  const auto add = [&](const std::string& id, const std::string& coordinates) {
    db.query(
          "INSERT INTO annotation (id, dataset_id, item, item_id, type, label, coordinates,"
          " attributes, metadata, label_suggestions, description, source, hash, status, creator,"
          " updated_by, created_at, updated_at)"
          " VALUES (?, 'd', 7, 'i', '', '', ?, '', '{}', '', '', '', '', '', '', '', 0, 0)"
    )
        .run(id, coordinates);
  };
  const std::string of_many_bytes = "\"" + std::string(3'000, '?') + "ééééé\"";
  const std::string one_too_many = "\"" + std::string(8'191, '?') + "\"";
  add("none", "");
  add("short", of_many_bytes);
  add("long", one_too_many);
  migrate(db, file);
  EXPECT_EQ(count("annotation WHERE id = 'short' AND length(coordinates) = 3007"), 1);
  EXPECT_EQ(count("annotation WHERE id IN ('none', 'long') AND coordinates = ''"), 2);
  EXPECT_EQ(count("long_coordinates"), 1);
  EXPECT_EQ(
      count("long_coordinates JOIN annotation USING (number)"
            " WHERE id = 'long' AND item_key = (3 << 32) + 7 AND "
            "length(long_coordinates.coordinates) = 8193"),
      1
  );
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

TEST_F(Migrations, ExportsOfAnEarlierVersionThatWaitAreCounted) {
  migrate(db, file, all_migrations().first(24));
  const auto add = [&](const std::string& creator, const std::string& query, bool is_over) {
    db.query(
          "INSERT INTO export (id, project_id, dataset_id, creator, form, in_folder,"
          " with_extension, with_annotations, items_query, annotations_query, locks, output_item,"
          " created_at, ended_at)"
          " VALUES (hex(randomblob(12)), 'p', 'd', ?, 'zip', 1, 1, 1, ?, '{}', 0, '', 0, ?)"
    )
        .run(creator, query, is_over ? std::optional(1) : std::nullopt);
  };
  add("mia", "{}", false);
  add("mia", R"({"filter":{"dir":"/ä"}})", false);
  add("mia", "", true);
  add("dev", "{}", false);
  migrate(db, file);
  EXPECT_EQ(count("waiting_exports"), 2);
  EXPECT_EQ(count("waiting_exports WHERE creator = 'mia' AND exports = 2 AND bytes = 30"), 1);
  EXPECT_EQ(count("waiting_exports WHERE creator = 'dev' AND exports = 1 AND bytes = 4"), 1);
}

TEST_F(Migrations, ClonesOfAnEarlierVersionThatWaitAreCountedWithTheirBytes) {
  migrate(db, file, all_migrations().first(29));
  const auto add = [&](const std::string& query, bool is_over) {
    db.query(
          "INSERT INTO clone (id, project_id, source_dataset, creator, source_item, items_query,"
          " target_dataset, name, directory, path, metadata, finds_another_path, with_annotations,"
          " with_metadata, with_statuses, dataset_id, created_at, ended_at)"
          " VALUES (hex(randomblob(12)), 'p', 'd', 'mia', '', ?, '', 'n', '', '', '{}', 0, 1, 1, 1,"
          " '', 0, ?)"
    )
        .run(query, is_over ? std::optional(1) : std::nullopt);
  };
  add(R"({"filter":{"dir":"/ä"}})", false);
  add("", true);
  migrate(db, file);
  EXPECT_EQ(count("clone WHERE ended_at IS NULL AND bytes = 26 AND tries = 0"), 1);
  EXPECT_EQ(count("clone WHERE ended_at = 1 AND bytes = 0"), 1);
}

// B-160
TEST_F(Migrations, NotesOfAnEarlierVersionMayBeRepeated) {
  migrate(db, file, all_migrations().first(33));
  db.run(
      "INSERT INTO kept_answer (caller, key, fingerprint, at, status, headers, body, run)"
      " VALUES ('mia', '', 'POST /a 0', 0, 200, '', '', 'run')"
  );
  migrate(db, file);
  EXPECT_EQ(count("kept_answer WHERE run = 'run' AND followed = 0"), 1);
}

TEST_F(Migrations, PaceOfANewDatabaseIsKnownFromTheFirstTaskOn) {
  migrate(db, file);
  EXPECT_EQ(count("pace_begun"), 0);
}

}  // namespace

}  // namespace allot::sqlite
