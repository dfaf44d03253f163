#include "store/sqlite/json_column.h"

#include <gtest/gtest.h>

#include "domain/entities.h"
#include "store/sqlite/database.h"
#include "store/sqlite/test_folder.h"
#include "store/sqlite/words.h"
#include "store/unstorable.h"

namespace allot::sqlite {
namespace {

class AColumn : public testing::Test {
 protected:
  AColumn() { db_.run("CREATE TABLE t (x TEXT NOT NULL) STRICT"); }

  template <class Value>
  void put(const Value& value) {
    db_.query_once("INSERT INTO t VALUES (?)").run(value);
  }

  /// As no server would write it.
  void spoil(std::string_view bytes) {
    db_.run("DELETE FROM t");
    db_.query_once("INSERT INTO t VALUES (CAST(? AS TEXT))").run(Blob{bytes});
  }

  template <class Value>
  void get(Value& value) {
    auto row = db_.query_once("SELECT x FROM t");
    ASSERT_TRUE(row.next());
    row.read(value);
  }

  TestFolder folder_;
  Database db_{folder_.path / "test.db", {}};
};

std::string nested(int levels) {
  return std::string(static_cast<std::size_t>(levels), '[') +
         std::string(static_cast<std::size_t>(levels), ']');
}

// B-315
TEST_F(AColumn, TakesNoJsonThatReadersDoNot) {
  for (const auto& text : {nested(901), std::string("[1,"), std::string("{}"), std::string()}) {
    EXPECT_THROW(put(json(text, ontology_json::roots)), Unstorable) << text.substr(0, 20);
  }
  const auto deep = nested(900);
  put(json(deep, ontology_json::roots));
  std::string read;
  auto column = json(read, ontology_json::roots);
  get(column);
  EXPECT_EQ(read, deep);
}

// B-317
TEST_F(AColumn, TakesNoTextThatIsNoUtf8) {
  EXPECT_THROW(put(std::string("caf\xE9")), Unstorable);
}

// B-318
TEST_F(AColumn, IsReadAsFarAsItGoes) {
  spoil("caf\xE9");
  std::string text;
  get(text);
  EXPECT_EQ(text, "caf\xEF\xBF\xBD");
  UserId id;
  get(id);
  EXPECT_EQ(id.text, text);

  spoil(R"({"a":1,"b":)");
  auto column = json(text, item_json::metadata);
  get(column);
  EXPECT_EQ(text, R"({"a":1})");

  spoil("2:ab,9:cd,");
  std::vector<std::string> texts;
  get(texts);
  EXPECT_EQ(texts, std::vector<std::string>{"ab"});
}

// B-318
TEST_F(AColumn, OfAWordThatIsNotKnownIsTheOneThatAllowsLeast) {
  spoil("king");
  auto role = Role::owner;
  get(role);
  EXPECT_EQ(role, Role::annotator);
  auto state = UserState::active;
  get(state);
  EXPECT_EQ(state, UserState::disabled);
}

}  // namespace
}  // namespace allot::sqlite
