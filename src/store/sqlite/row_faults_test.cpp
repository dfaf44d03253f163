#include "store/sqlite/row_faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/sqlite/database.h"
#include "store/sqlite/mending.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/test_folder.h"

namespace allot::sqlite {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class RowFaults : public testing::Test {
 protected:
  RowFaults() { migrate(db, file); }

  std::vector<std::string> faults() {
    Findings findings;
    find_row_faults(db, findings);
    return findings.sentences;
  }

  const TestFolder folder;
  const std::filesystem::path file = folder.path / "allot.db";
  Database db{file, {}};
};

TEST_F(RowFaults, WhatIsNotedOfExportsThatWaitIsCountedAndMended) {
  db.run(
      "INSERT INTO export (id, project_id, dataset_id, creator, form, in_folder, with_extension,"
      " with_annotations, items_query, annotations_query, locks, output_item, created_at, ended_at)"
      " VALUES ('a', 'p', 'd', 'mia', 'zip', 1, 1, 1, '{}', '', 0, '', 0, NULL),"
      " ('b', 'p', 'd', 'dev', 'zip', 1, 1, 1, '{}', '', 0, '', 0, NULL),"
      " ('c', 'p', 'd', 'ada', 'zip', 1, 1, 1, '', '', 0, '', 0, 1)"
  );
  // Mia has more, Dev's are forgotten, and Ada's is over.
  db.run("INSERT INTO waiting_exports VALUES ('mia', 2, 2), ('ada', 1, 2)");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("for 3 people, e.g. for ada")));
  EXPECT_THAT(
      mend_rows(db, false),
      ElementsAre(HasSubstr("exports of ada"), HasSubstr("of dev"), HasSubstr("of mia"))
  );
  EXPECT_THAT(faults(), IsEmpty());
  EXPECT_THAT(mend_rows(db, false), IsEmpty());
  EXPECT_EQ(
      db.query("SELECT group_concat(creator || exports || bytes) FROM waiting_exports")
          .one<std::string>(),
      "dev12,mia12"
  );
}

TEST_F(RowFaults, WhatIsKeptOfClonesThatWaitIsCountedAndMended) {
  db.run(
      "INSERT INTO clone (id, project_id, source_dataset, creator, source_item, items_query,"
      " target_dataset, name, directory, path, metadata, finds_another_path, with_annotations,"
      " with_metadata, with_statuses, dataset_id, created_at, ended_at, bytes)"
      " VALUES ('right', 'p', 'd', 'mia', '', '{}', '', 'n', '', '', '{}', 0, 1, 1, 1, '', 0, NULL,"
      " 4), ('wrong', 'p', 'd', 'mia', '', '{}', '', 'n', '', '', '{}', 0, 1, 1, 1, '', 0, NULL,"
      " 5), ('over', 'p', 'd', 'mia', '', '', '', 'n', '', '', '{}', 0, 1, 1, 1, '', 0, 1, 5)"
  );
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("1 clones that wait")));
  EXPECT_THAT(mend_rows(db, false), ElementsAre(HasSubstr("Clone wrong")));
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(RowFaults, ADatasetOfACloneThatNobodyMakesIsNamed) {
  db.run(
      "INSERT INTO project (id, name, creator, archived, created_at, updated_at) VALUES"
      " ('p', 'City', 'mia', 0, 0, 0)"
  );
  db.run(
      "INSERT INTO dataset (id, project_id, name, creator, updated_by, recipes, binaries, readonly,"
      " access_level, index_driver, expiration_options, user_metadata, system_metadata, created_at,"
      " updated_at, unseen) VALUES ('x', 'p', 'x', '', '', '', 0, 0, '', '', '', '{}', '{}', 0, 0,"
      " 1)"
  );
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("of clones that nobody makes, e.g. x")));
}

}  // namespace

}  // namespace allot::sqlite
