// POST /operations/{id}/undo.

#include <gtest/gtest.h>

#include "http/moved_for_tests.h"

namespace allot::http::test {
namespace {

// B-292, B-293
TEST(Operations, AreUndoneByACommandThatSaysWhatStayed) {
  Moved it;
  const auto path = "/assignments/" + it.world.assignment_of(it.task.id, "ben")->id.text;
  const auto done = it.ben.post(
      path + "/items/" + it.item.text + "/status", R"({"operation":"create","status":"completed"})"
  );
  ASSERT_EQ(done.status, 200) << done.body;
  const auto answer = it.mia.post(it.operation_path() + "/undo", "{}");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.text("status"), "success");
  EXPECT_EQ(answer.at("spec.undone"), "3");
  EXPECT_EQ(answer.text("spec.undoneOperationId"), it.operation);
  EXPECT_EQ(
      answer.at("spec.kept"),
      R"([{"assigneeId":"ben@example.org","handled":1,"annotated":0,"moved":0,"inUse":0}])"
  );
  EXPECT_EQ(it.assignment("ada"), it.adas);
  EXPECT_EQ(it.mia.get(it.adas).status, 200);
  const auto undo = it.mia.get("/operations/" + answer.text("spec.operationId"));
  EXPECT_EQ(undo.text("undoOf"), it.operation);
  EXPECT_EQ(it.mia.get(it.operation_path()).text("undoneBy"), undo.text("id"));
}

// B-296, B-160
TEST(Operations, AreUndoneOnceAndARepeatIsAnsweredFromTheNote) {
  Moved it;
  const auto first = it.mia.post(it.operation_path() + "/undo", "{}");
  EXPECT_EQ(it.mia.post(it.operation_path() + "/undo", "{}").text("id"), first.text("id"));
  const auto second = it.olga.post(it.operation_path() + "/undo", "{}");
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(second.text("error"), "conflict");
}

// B-295
TEST(Operations, OfOtherKindsAreNotUndoable) {
  Moved it;
  const auto created = it.mia.get(it.task_path() + "/operations").items().back();
  EXPECT_EQ(created.at("undoable.items"), "0");
  const auto answer = it.mia.post("/operations/" + created.text("id") + "/undo", "{}");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.text("error"), "not_undoable");
  EXPECT_EQ(answer.text("message"), created.text("undoable.reason"));
}

// B-150
TEST(Operations, OfAMalformedIdAreUnknown) {
  Moved it;
  for (const std::string path : {"/operations/zz", "/operations/111111111111111111111111"}) {
    EXPECT_EQ(it.mia.get(path).status, 404) << path;
    EXPECT_EQ(it.mia.get(path + "/items").status, 404) << path;
    EXPECT_EQ(it.mia.post(path + "/undo", "{}").status, 404) << path;
  }
}

}  // namespace
}  // namespace allot::http::test
