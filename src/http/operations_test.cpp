#include <gtest/gtest.h>

#include "http/team_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::Held;

/// A team in which all of ada's items went to ben by an operation.
struct Moved : Team {
  Client ada = joined("ada", Role::annotator);
  Client ben = joined("ben", Role::annotator);
  std::string adas = assignment("ada");
  ItemId item = items_of(task).front();
  std::string operation =
      mia.post(adas + "/redistribute", workload({{"ben", 100}})).text("spec.operationId");

  static std::string workload(std::vector<std::pair<std::string, int>> loads) {
    return "{" + members(std::move(loads)) + "}";
  }

  static std::string members(std::vector<std::pair<std::string, int>> loads) {
    std::string text;
    for (const auto& [name, load] : loads) {
      if (!text.empty()) text += ",";
      text += fmt::format(R"({{"assigneeId":"{}@example.org","load":{}}})", name, load);
    }
    return R"("workload":[)" + text + "]";
  }

  std::vector<ItemId> items_of(const Task& of) {
    std::vector<ItemId> ids;
    const auto ordinals = world.ledger(of.id).members.to_vector();
    read(world.env().store, [&](const Transaction& tx) {
      for (auto& [at, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
      return 0;
    });
    return ids;
  }

  [[nodiscard]] std::string operation_path() const { return "/operations/" + operation; }
};

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

// 80 §2
TEST(Operations, AreHeldToTheirPreview) {
  Moved it;
  const auto path = it.task_path() + "/redistribute";
  const std::vector<std::pair<std::string, int>> halves{{"ben", 50}, {"cleo", 50}};
  const auto shown = it.mia.post(path + "?dryRun=true", Moved::workload(halves));
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.at("plan.total"), "2");
  EXPECT_EQ(shown.at("plan.assignmentId"), "null");
  const auto expecting = [&](const Answer& plan) {
    return "{" + Moved::members(halves) + R"(,"expect":{"version":)" + plan.at("plan.version") +
           R"(,"people":)" + plan.at("plan.people") + "}}";
  };
  // Somebody moves two items meanwhile.
  ASSERT_EQ(
      it.olga
          .post(it.assignment("ben") + "/redistribute", Moved::workload({{"ben", 50}, {"ada", 50}}))
          .status,
      200
  );
  const auto refused = it.mia.post(path, expecting(shown));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.text("error"), "plan_changed");
  EXPECT_EQ(refused.text("requestId"), "test");
  EXPECT_EQ(refused.at("plan.total"), "2");
  EXPECT_EQ(it.world.items_of(it.task.id, "ben"), (Held{.open = 2}));
  const auto done = it.mia.post(path, expecting(refused));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.at("spec.plan.total"), "2");
  EXPECT_EQ(done.text("type"), "RedistributeTask");
  EXPECT_EQ(it.world.items_of(it.task.id, "cleo"), (Held{.open = 2}));
}

TEST(Operations, RefuseAnExpectationThatIsNone) {
  Moved it;
  const auto path = it.task_path() + "/redistribute";
  const auto with = [&](std::string_view expect) {
    return it.mia.post(
        path, "{" + Moved::members({{"ada", 100}}) + R"(,"expect":)" + std::string(expect) + "}"
    );
  };
  for (const auto* wrong :
       {R"("x")",
        "{}",
        R"({"version":"x"})",
        R"({"version":"x","people":[{"gives":1}]})",
        R"({"version":"x","people":[{"assigneeId":"ben@example.org","gives":-1}]})"}) {
    const auto answer = with(wrong);
    EXPECT_EQ(answer.status, 400) << wrong << answer.body;
  }
  EXPECT_EQ(it.world.items_of(it.task.id, "ben"), (Held{.open = 4}));
}

// 80 §6, B-298
TEST(InUseOverHttp, IsSaidByWhoseAssignmentItIs) {
  Moved it;
  const auto ben = it.assignment("ben");
  const auto path = ben + "/items/" + it.item.text + "/in-use";
  const auto answer = it.ben.put(path, "{}");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto until = to_epoch_ms(it.world.clock.now() + std::chrono::seconds{90});
  EXPECT_EQ(answer.at("until"), std::to_string(until));
  EXPECT_EQ(it.mia.put(path, "{}").status, 403);
  EXPECT_EQ(it.ada.put(path, "{}").status, 404);
  const auto preview =
      it.mia.post(it.task_path() + "/redistribute?dryRun=true", Moved::workload({{"ada", 100}}));
  EXPECT_EQ(preview.at("plan.left.inUse"), "1");
  EXPECT_EQ(preview.at("plan.total"), "3");
  ASSERT_EQ(it.ben.remove(path).status, 204);
  EXPECT_EQ(
      it.mia.post(it.task_path() + "/redistribute?dryRun=true", Moved::workload({{"ada", 100}}))
          .at("plan.total"),
      "4"
  );
}

// 80 §6: who has lost an item hears it.
TEST(InUseOverHttp, OfAnItemThatIsThereNoLongerIsNotFound) {
  Moved it;
  const auto path = it.assignment("ben") + "/items/" + it.item.text + "/in-use";
  ASSERT_EQ(
      it.mia
          .post(it.assignment("ben") + "/redistribute", Moved::workload({{"ada", 50}, {"ben", 50}}))
          .status,
      200
  );
  EXPECT_EQ(it.ben.put(path, "{}").status, 404);
}

// 80 §6
TEST(InUseOverHttp, EndsWithAStatusAndWithAnAnnotation) {
  Moved it;
  const auto ben = it.assignment("ben");
  const auto in_use = [&] {
    return it.mia
        .post(it.task_path() + "/redistribute?dryRun=true", Moved::workload({{"ada", 100}}))
        .at("plan.left.inUse");
  };
  const auto take = [&] {
    ASSERT_EQ(it.ben.put(ben + "/items/" + it.item.text + "/in-use", "{}").status, 200);
    ASSERT_EQ(in_use(), "1");
  };
  take();
  const auto annotated =
      it.ben.post("/items/" + it.item.text + "/annotations", R"([{"type":"class","label":"cat"}])");
  ASSERT_LT(annotated.status, 300) << annotated.body;
  EXPECT_EQ(in_use(), "0");
  take();
  ASSERT_EQ(
      it.ben
          .post(
              ben + "/items/" + it.item.text + "/status",
              R"({"operation":"create","status":"discard"})"
          )
          .status,
      200
  );
  EXPECT_EQ(in_use(), "0");
}

}  // namespace
}  // namespace allot::http::test
