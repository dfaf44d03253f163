#include <gtest/gtest.h>

#include "http/client_for_tests.h"

namespace allot::http::test {

namespace {

using allot::test::World;

/// The world's server with another time for queries.
class Hasty {
 public:
  Hasty(World& world, std::chrono::milliseconds time) : settings_(world.env().settings) {
    settings_.query_time_max = time;
    const auto& env = world.env();
    env_.emplace(
        Env{.store = env.store,
            .files = env.files,
            .clock = env.clock,
            .random = env.random,
            .ids = env.ids,
            .settings = settings_,
            .tokens = env.tokens,
            .throttle = env.throttle,
            .password_cost = env.password_cost,
            .meters = env.meters,
            .in_use = env.in_use}
    );
    dispatcher_.emplace(*env_);
  }

  Answer post(const std::string& bearer, std::string target, std::string body) {
    auto response = dispatcher_->serve(
        {.method = Method::post,
         .target = "/api/v1" + std::move(target),
         .headers = {{"authorization", bearer}, {"content-type", "application/json"}},
         .peer = "127.0.0.1",
         .request_id = "test"},
        std::move(body)
    );
    return {.status = response.status, .body = whole_text(response)};
  }

 private:
  Settings settings_;
  std::optional<Env> env_;
  std::optional<Dispatcher> dispatcher_;
};

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
