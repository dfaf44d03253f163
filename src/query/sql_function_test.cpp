#include "query/sql_function.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "base/clock.h"

namespace allot::query {
namespace {

bool holds(std::string_view condition, const std::vector<SqlFunction::Cell>& row) {
  return SqlFunction(condition)(row);
}

TEST(SqlFunction, SeesEachColumnAsTheMemberThatItIs) {
  const auto time = to_epoch_ms(*parse_iso("2026-11-28T10:00:00.250Z"));
  const std::vector<SqlFunction::Cell> row{
      {"path name", "a.png"},
      {"optional_text description", ""},
      {"time createdAt", "", time},
      {"number annotationsCount", "7", 7},
      {"optional_json spec", ""},
      {"object metadata", R"({"user":{"k":1}})"}
  };
  EXPECT_TRUE(holds(R"({"name":"a*"})", row));
  EXPECT_TRUE(holds(R"({"description":null})", row));
  EXPECT_TRUE(holds(R"({"createdAt":"2026-11-28T10:00:00.250Z"})", row));
  EXPECT_TRUE(holds(R"({"annotationsCount":7})", row));
  EXPECT_TRUE(holds(R"({"spec":{"$exists":false}})", row));
  EXPECT_TRUE(holds(R"({"metadata.user.k":1})", row));
}

// B-318
TEST(SqlFunction, ReadsColumnsThatAreBrokenAsFarAsTheyGoAndTheOthersWhole) {
  const std::vector<SqlFunction::Cell> row{
      {"optional_text description", "caf\xE9"},
      {"optional_json attributes", R"({"a":1,"b":)"},
      {"time createdAt", "", std::numeric_limits<std::int64_t>::max()},
      {"object metadata", R"({"user":{"k":1},"oops)"}
  };
  EXPECT_TRUE(holds(R"({"description":"caf*"})", row));
  EXPECT_TRUE(holds(R"({"attributes.a":1,"attributes.b":null,"metadata.user.k":1})", row));
  EXPECT_TRUE(holds(R"({"createdAt":{"$gt":"9999-01-01"}})", row));
  EXPECT_FALSE(holds(R"({"metadata.user.k":2})", row));
  EXPECT_FALSE(holds(R"({"metadata.user.k":1})", {{"object metadata", ""}}));
}

}  // namespace
}  // namespace allot::query
