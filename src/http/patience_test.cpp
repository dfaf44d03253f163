#include <gtest/gtest.h>

#include "http/hasty_for_tests.h"

namespace allot::http::test {

namespace {

using allot::test::World;

// B-319
TEST(Patience, AQueryWhoseTimeIsOverIs408AndHasChangedNothing) {
  World world;
  world.items(500);
  const auto bearer = world.bearer("mia");
  const auto target = "/datasets/" + world.dataset().text + "/query";
  const std::string filter = R"({"filter":{"$and":[{"metadata.user.k":{"$exists":false}}]})";
  const auto update = filter + R"(,"update":{"metadata":{"user":{"k":1}}}})";
  Hasty hasty(world, std::chrono::milliseconds{0});
  for (const auto& body : {filter + "}", update}) {
    const auto late = hasty.post(bearer, target, body);
    EXPECT_EQ(late.status, 408) << late.body;
    EXPECT_EQ(late.text("error"), "timed_out");
    EXPECT_EQ(
        late.text("message"),
        "The query took longer than 0 seconds and was given up; narrow its filter, or ask for less."
    );
    EXPECT_EQ(late.text("requestId"), "test");
  }
  Hasty patient(world, std::chrono::hours{1});
  const auto all = patient.post(bearer, target, filter + "}");
  EXPECT_EQ(all.status, 200);
  EXPECT_EQ(all.at("totalItemsCount"), "500");
}

}  // namespace

}  // namespace allot::http::test
