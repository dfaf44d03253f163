// PUT and DELETE /assignments/{id}/items/{itemId}/in-use.

#include <gtest/gtest.h>

#include "http/moved_for_tests.h"

namespace allot::http::test {
namespace {

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
