// Moves that are to do what their preview said.

#include <gtest/gtest.h>

#include "http/moved_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::Held;

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

}  // namespace
}  // namespace allot::http::test
