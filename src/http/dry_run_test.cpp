// Who asks to be shown what would happen never has it happen (80 §1).

#include "http/dry_run.h"

#include <gtest/gtest.h>

#include "http/route_scene_for_tests.h"
#include "http/router.h"
#include "http/team_for_tests.h"

namespace allot::http::test {
namespace {

const Route& route_of(const Example& example) {
  static const Router router(api_routes());
  return *router.find(example.method, example.path.substr(0, example.path.find('?'))).route;
}

void expect_refused(const Answer& answer) {
  EXPECT_EQ(answer.status, 400) << answer.body;
  EXPECT_NE(answer.body.find(R"("path":"dryRun")"), std::string::npos) << answer.body;
}

TEST(DryRun, OfAnyChangeAnswersAPlanOrIsRefusedAndNothingIsDone) {
  for (const auto& example : examples) {
    if (example.method == Method::get) continue;
    SCOPED_TRACE(testing::Message() << name_of(example.method) << " " << example.path);
    Scene scene(Standing::owner);
    const auto before = scene.events();
    const auto answer = scene.preview(example);
    EXPECT_EQ(scene.events(), before);
    if (can_be_previewed(route_of(example))) {
      EXPECT_EQ(answer.status, 200) << answer.body;
      EXPECT_EQ(answer.names(), (std::set<std::string>{"plan"}));
    } else {
      expect_refused(answer);
    }
  }
}

// Whatever standing does not decide has no example above.
TEST(DryRun, IsRefusedByEveryOtherRouteThatChanges) {
  allot::test::World world;
  Client mia(world, "mia");
  for (const auto& route : api_routes()) {
    if (route.method == Method::get || can_be_previewed(route)) continue;
    SCOPED_TRACE(route.pattern);
    expect_refused(mia.call(route.method, std::string(route.pattern) + "?dryRun=true", "{}"));
  }
}

// B-055
TEST(DryRun, OfContributorsLeavesThemAsTheyAre) {
  Team it;
  const auto before = it.world.snapshot();
  const auto path = it.task_path() + "/contributors?dryRun=true";
  const auto answer = it.mia.post(path, R"({"action":"add","assignees":["ben@example.org"]})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(
      answer.text("message"),
      "`dryRun` is not taken here: this call has no preview, so nothing was done."
  );
  EXPECT_EQ(it.world.snapshot(), before);
}

TEST(DryRun, ThatIsFalseChangesNothingAboutACall) {
  Team it;
  EXPECT_EQ(it.mia.patch(it.task_path() + "?dryRun=false", R"({"name":"New"})").status, 200);
  EXPECT_EQ(it.mia.patch(it.task_path() + "?dryRun=", R"({"name":"New"})").status, 200);
  EXPECT_EQ(it.mia.patch(it.task_path() + "?dryRun=perhaps", R"({"name":"Newer"})").status, 400);
  EXPECT_EQ(it.mia.patch(it.task_path() + "?dryRun", R"({"name":"Newer"})").status, 400);
}

}  // namespace
}  // namespace allot::http::test
