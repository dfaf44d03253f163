#include "formats/history.h"

#include <gtest/gtest.h>

namespace allot::formats {

namespace {

HistoryLine moved() {
  return {
      .at = from_epoch_ms(0),
      .by = UserId{"mia@example.org"},
      .what = "redistribute",
      .item = ItemId{"i"},
      .path = "/a, b.png",
      .from = UserId{"ada@example.org"},
      .to = UserId{"ben@example.org"},
      .status = {},
      .assignment = {},
      .operation = OperationId{"o"}
  };
}

TEST(History, IsARowOfCsv) {
  std::string text = history_head(HistoryForm::csv);
  append_history_line(text, HistoryForm::csv, moved());
  EXPECT_EQ(
      text,
      "at,by,what,item_id,filename,from,to,status,assignment_id,operation_id\n"
      "1970-01-01T00:00:00.000Z,mia@example.org,redistribute,i,\"/a, b.png\",ada@example.org,"
      "ben@example.org,,,o\n"
  );
}

TEST(History, IsALineOfJson) {
  std::string text = history_head(HistoryForm::ndjson);
  append_history_line(text, HistoryForm::ndjson, moved());
  EXPECT_EQ(
      text,
      R"({"at":"1970-01-01T00:00:00.000Z","by":"mia@example.org","what":"redistribute","itemId":"i","filename":"/a, b.png","from":"ada@example.org","to":"ben@example.org","operationId":"o"})"
      "\n"
  );
}

}  // namespace

}  // namespace allot::formats
