#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "http/browser_for_tests.h"
#include "support/world.h"
#include "usecases/accounts/sign_in.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto metrics_token = "a long token of the watcher";

struct MetricsRoute : testing::Test {
  MetricsRoute() {
    world.account("zoe", OrgRole::admin);
    world.account("ada");
  }

  Response ask(const std::string& authorization) {
    Headers headers;
    if (!authorization.empty()) headers.emplace_back("authorization", authorization);
    return dispatcher.serve(
        {.method = Method::get, .target = "/metrics", .headers = headers, .request_id = "test"}, ""
    );
  }

  std::string numbers() { return std::get<std::string>(ask(world.bearer("zoe")).body); }

  World world;
  Settings settings{.public_url = "http://allot.test", .metrics_token = metrics_token};
  Env env = with_settings(world.env(), settings);
  Dispatcher dispatcher{env};
};

// B-340
TEST_F(MetricsRoute, IsForAdminsAndForWhoeverHasTheToken) {
  EXPECT_EQ(ask(world.bearer("zoe")).status, 200);
  EXPECT_EQ(ask(std::string("Bearer ") + metrics_token).status, 200);
  EXPECT_EQ(ask(world.bearer("ada")).status, 403);
  EXPECT_EQ(ask("").status, 401);
  EXPECT_EQ(ask("Bearer a long token of somebody").status, 401);
  EXPECT_EQ(ask("Bearer ").status, 401);
}

// B-340
TEST_F(MetricsRoute, IsNotOpenedByAnEmptyTokenWhereNoneIsSet) {
  settings.metrics_token.clear();
  EXPECT_EQ(ask("Bearer ").status, 401);
  EXPECT_EQ(ask("").status, 401);
  EXPECT_EQ(ask(std::string("Bearer ") + metrics_token).status, 401);
}

TEST_F(MetricsRoute, TellsOpenItemsOfTasksThatAreNotDismissed) {
  world.task({{.annotator = "ada", .open_items = 7, .completed_items = 3}}, "one");
  world.task({{.annotator = "ada", .open_items = 5}, {.annotator = "ben", .open_items = 1}}, "two");
  world.task({{.annotator = "ada", .completed_items = 4}}, "done");
  auto dismissed = world.task({{.annotator = "ada", .open_items = 100}}, "dismissed");
  dismissed.dismissed = true;
  ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
    tx.tasks().put(dismissed);
    return Done{};
  }));
  const auto text = numbers();
  EXPECT_THAT(text, HasSubstr("\nallot_items_open{state=\"assigned\"} 13\n"));
  EXPECT_THAT(text, HasSubstr("\nallot_items_open{state=\"queued\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("\nallot_tasks_open 2\n"));
}

TEST_F(MetricsRoute, TellsSignInsThatWentWellAndOthers) {
  ASSERT_OK(sign_in(env, {.address = "ada@example.org", .password = "correct horse"}));
  EXPECT_FALSE(sign_in(env, {.address = "ada@example.org", .password = "wrong"}));
  EXPECT_FALSE(sign_in(env, {.address = "nobody@example.org", .password = "wrong"}));
  EXPECT_FALSE(sign_in(env, {.address = "no address", .password = "wrong"}));
  EXPECT_THAT(numbers(), HasSubstr("\nallot_sign_ins_total{result=\"failed\"} 3\n"));
  EXPECT_THAT(numbers(), Not(HasSubstr("allot_sign_ins_total{result=\"succeeded\"} 0")));
}

TEST_F(MetricsRoute, TellsWhatTheStoreDid) {
  world.task({{.annotator = "ada", .open_items = 3}});
  const auto before = numbers();
  const auto after = numbers();
  const auto value = [](const std::string& text, const std::string& name) {
    return std::stod(text.substr(text.find("\n" + name + " ") + name.size() + 2));
  };
  EXPECT_GT(value(after, "allot_changes_total"), 0);
  EXPECT_GT(value(after, "allot_commit_seconds_count"), 0);
  EXPECT_GT(value(after, "allot_wal_bytes"), 0);
  EXPECT_GT(value(after, "allot_cache_entries{cache=\"ledgers\"}"), 0);
  // The second answer found the ledgers where the first one left them.
  EXPECT_GT(
      value(after, "allot_cache_lookups_total{cache=\"ledgers\",result=\"hit\"}"),
      value(before, "allot_cache_lookups_total{cache=\"ledgers\",result=\"hit\"}")
  );
}

TEST_F(MetricsRoute, TellsTimeAndWorkOfChangesByTheirKind) {
  world.task({{.annotator = "ada", .open_items = 3}}, "one");
  const auto text = numbers();
  EXPECT_THAT(text, HasSubstr("\nallot_job_seconds_count{kind=\"tasks/create\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("\nallot_job_rows_total{kind=\"tasks/create\"} 0\n")));
  EXPECT_THAT(text, HasSubstr("\nallot_job_steps_total{kind=\"tasks/create\"} "));
  EXPECT_THAT(text, HasSubstr("\nallot_jobs_over_budget_total{kind=\"flush\"} "));
}

/// Every line is a comment or `name{labels} number`, each metric has one HELP and one TYPE.
TEST_F(MetricsRoute, SpeaksTheFormOfPrometheus) {
  dispatcher.note_answer(&api_routes()[0], 200, std::chrono::milliseconds{3});
  const auto response = ask(world.bearer("zoe"));
  EXPECT_EQ(response.headers[0].second, "text/plain; version=0.0.4; charset=utf-8");
  const auto text = std::get<std::string>(response.body);
  std::set<std::string> seen;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    ASSERT_NE(end, std::string::npos);
    const auto line = text.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("# ")) {
      EXPECT_TRUE(seen.insert(line.substr(0, line.find(' ', 7))).second) << line;
    } else {
      EXPECT_THAT(line, ::testing::MatchesRegex("[a-z_]+([{][^}]+[}])? [0-9.e+-]+")) << line;
    }
  }
  EXPECT_THAT(text, HasSubstr("route=\"/api/v1/apikeys\",status=\"200\"} 1"));
}

}  // namespace
}  // namespace allot::http::test
