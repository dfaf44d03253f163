// What is told of moves.

#include <gtest/gtest.h>

#include "http/moved_for_tests.h"

namespace allot::http::test {
namespace {

// B-283, B-292
TEST(Operations, TellWhoMovedHowMuchAndWhatAnUndoWouldTakeBack) {
  Moved it;
  const auto answer = it.mia.get(it.operation_path());
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.text("kind"), "redistribute");
  EXPECT_EQ(answer.text("taskId"), it.task.id.text);
  EXPECT_EQ(answer.text("by"), "mia@example.org");
  EXPECT_EQ(answer.at("at"), std::to_string(to_epoch_ms(it.world.clock.now())));
  EXPECT_EQ(answer.at("total"), "4");
  EXPECT_EQ(
      answer.at("people"),
      R"([{"assigneeId":"ben@example.org","gave":0,"got":4},{"assigneeId":"ada@example.org","gave":4,"got":0}])"
  );
  EXPECT_EQ(answer.at("undoable"), R"({"items":4})");
  EXPECT_EQ(answer.at("undoneBy"), "absent");
}

// B-283
TEST(Operations, OfATaskAreAPageNewestFirst) {
  Moved it;
  const auto page = it.mia.get(it.task_path() + "/operations?pageSize=1");
  ASSERT_EQ(page.status, 200) << page.body;
  ASSERT_EQ(page.items().size(), 1u);
  EXPECT_EQ(page.items()[0].text("id"), it.operation);
  const auto all = it.mia.get(it.task_path() + "/operations").items();
  EXPECT_EQ(page.at("totalItemsCount"), std::to_string(all.size()));
  EXPECT_EQ(all.back().text("kind"), "create");
  const auto second = it.mia.get(it.task_path() + "/operations?pageSize=1&pageOffset=1");
  EXPECT_EQ(second.items().at(0).text("id"), all[1].text("id"));
}

// 80 §4
TEST(Operations, ListTheirItems) {
  Moved it;
  const auto all = it.mia.get(it.operation_path() + "/items");
  EXPECT_EQ(all.at("totalItemsCount"), "4");
  EXPECT_EQ(all.items()[0].text("itemId"), it.item.text);
  EXPECT_EQ(all.items()[0].text("from"), "ada@example.org");
  EXPECT_EQ(all.items()[0].text("to"), "ben@example.org");
  EXPECT_EQ(
      it.mia.get(it.operation_path() + "/items?to=cleo@example.org").at("totalItemsCount"), "0"
  );
  EXPECT_EQ(
      it.mia.get(it.operation_path() + "/items?from=ada@example.org").at("totalItemsCount"), "4"
  );
}

// B-283
TEST(Operations, TellWhoHeldAnItem) {
  Moved it;
  const auto held =
      it.mia.get("/items/" + it.item.text + "/holders?taskId=" + it.task.id.text).items();
  ASSERT_EQ(held.size(), 2u);
  EXPECT_EQ(held[0].text("assigneeId"), "ada@example.org");
  EXPECT_NE(held[0].at("to"), "null");
  EXPECT_EQ(held[1].text("assigneeId"), "ben@example.org");
  EXPECT_EQ(held[1].at("to"), "null");
  EXPECT_EQ(held[1].text("operationId"), it.operation);
  EXPECT_EQ(it.mia.get("/items/" + it.item.text + "/holders").status, 400);
}

}  // namespace
}  // namespace allot::http::test
