#include "store/sqlite/text_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "store/sqlite/database.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/test_folder.h"

namespace allot::sqlite {
namespace {

using testing::IsSupersetOf;
using Names = std::set<std::string>;

/// Logs, notes and sets: nobody edits a row of theirs, and the server alone writes them.
const Names tables_apart{"address_clash",  "annotation_log",   "arrival",       "clone_lost",
                         "due_told",       "due_without_work", "event",         "follower",
                         "inbox",          "inbox_read",       "kept_answer",   "last_request",
                         "merged_origin",  "offer_rest",       "one_time_link", "operation",
                         "pace",           "returning_person", "session",       "status_event",
                         "waiting_exports"};

/// In every table: ids, hashes, people, and lists of ids or words that are packed.
const Names columns_apart{"added_by",    "annotator",    "bot_project", "content",
                          "creator",     "dataset_id",   "hash",        "id",
                          "issue_by",    "item_id",      "merged",      "ontologies",
                          "output_item", "owner",        "parent",      "password_hash",
                          "project_id",  "recipe_id",    "recipes",     "source_dataset",
                          "source_item", "status_words", "task_id",     "target_dataset",
                          "updated_by",  "user_id"};

/// Made by the server of what is looked at, or one of few words that it reads as they stand.
const Names singly_apart{
    "annotation.status",
    "annotation_list.actor",
    "bulk_change.actor",
    "bulk_change.path_from",
    "bulk_change.path_to",
    "command.error",
    "command.type",
    "dataset.access_level",
    "dataset.index_driver",
    "dataset.newest_annotation",
    "item.dir",
    "item.name"
};

/// "table.column"
Names columns_of_text(Database& db) {
  auto rows = db.query_once(
      "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
      " WHERE t.type = 'table' AND c.type = 'TEXT'"
      " AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '%_chunk' AND t.name <> 'purge'"
  );
  Names names;
  while (rows.next()) {
    std::string table;
    std::string column;
    rows.read(table, column);
    if (!tables_apart.contains(table)) names.insert(std::move(table) + "." + column);
  }
  return names;
}

Names columns_looked_at() {
  Names names;
  for (const auto& table : text_tables()) {
    for (const auto& column : table.columns) {
      names.insert(std::string(table.name) + "." + column.name);
    }
  }
  return names;
}

// B-369
TEST(TextColumns, AreAllOfTheSchemaButThoseThatNobodyBrings) {
  TestFolder folder;
  const auto file = folder.path / "allot.db";
  Database db(file, {});
  migrate(db, file);
  const auto present = columns_of_text(db);
  const auto looked_at = columns_looked_at();
  EXPECT_THAT(present, IsSupersetOf(looked_at));
  for (const auto& name : present) {
    const bool is_apart =
        singly_apart.contains(name) || columns_apart.contains(name.substr(name.find('.') + 1));
    EXPECT_TRUE(looked_at.contains(name) || is_apart) << name << " is looked at by nobody";
  }
}

}  // namespace
}  // namespace allot::sqlite
