#include "store/sqlite/text_faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/sqlite/database.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/test_folder.h"

namespace allot::sqlite {

namespace {

// Two names that would become one: the second stays as it is, and nothing else is kept from being
// mended.
TEST(TextFaults, ThatCannotBeMendedSingleAreLeft) {
  const TestFolder folder;
  const auto file = folder.path / "allot.db";
  Database db(file, {});
  migrate(db, file);
  db.run(
      "INSERT INTO project (id, name, creator, archived, created_at, updated_at) VALUES"
      " ('a', CAST(x'70ff' AS TEXT), 'mia@example.org', 0, 0, 0),"
      " ('b', CAST(x'70fe' AS TEXT), 'mia@example.org', 0, 0, 0),"
      " ('c', CAST(x'71fe' AS TEXT), 'mia@example.org', 0, 0, 0)"
  );
  EXPECT_EQ(mend_texts(db).size(), 2u);
  Findings left;
  find_text_faults(db, left);
  EXPECT_THAT(left.sentences, testing::ElementsAre(testing::HasSubstr("(b)")));
}

}  // namespace

}  // namespace allot::sqlite
