#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "http/client_for_tests.h"
#include "http/route_scene_for_tests.h"
#include "http/router.h"
#include "support/passing_store.h"

// The table of roles and routes, docs/routes.csv, and its proof. A cell says whether somebody with
// this standing alone may call the route:
//   yes, no       what the route's verb says (docs/permissions.csv)
//   part          sees what own work is part of, and nothing else (`see_data`)
//   public        anybody, without an account
//   own           it is about the caller: own keys and projects; own commands, and one by its id
//                 of what one manages; of users oneself and those with whom one shares a project;
//                 no standing matters
//   organisation  the role in the organisation decides
// After a change: ALLOT_WRITE_TABLES=1 build/dev/bin/http_test --gtest_filter='RouteTable.*'

namespace allot::http::test {
namespace {

using allot::test::World;

/// Who decides where the standing does not; "" where it does.
std::string_view decided_by(const Route& route) {
  if (route.verb == Verb::public_) return "public";
  if (route.verb == Verb::own_account || route.verb == Verb::see_user) return "own";
  if (route.verb == Verb::create_project || route.verb == Verb::manage_org) return "organisation";
  return "";
}

bool sees_part(const Route& route, Standing standing) {
  // The tree is made of the folders of the whole dataset, and no folder is part of any work.
  if (route.pattern == "/datasets/{id}/directoryTree") return false;
  if (route.pattern.ends_with("/items/{id}/items")) return false;
  return standing == Standing::manages_task || standing == Standing::holds ||
         standing == Standing::holds_review;
}

std::string_view cell(const Route& route, Verb verb, Standing standing) {
  if (may(standing, verb)) return "yes";
  return verb == Verb::see_data && sees_part(route, standing) ? "part" : "no";
}

std::string routes_csv() {
  std::string csv = "method,path,verb";
  for (const auto standing : all_standings()) csv += "," + std::string(name_of(standing));
  for (const auto& route : api_routes()) {
    csv.append("\n").append(name_of(route.method)).append(",").append(route.pattern);
    csv.append(",").append(name_of(route.verb));
    const auto other = decided_by(route);
    for (const auto standing : all_standings()) {
      csv.append(",").append(other.empty() ? cell(route, route.verb, standing) : other);
    }
  }
  return csv + "\n";
}

// B-170
TEST(RouteTable, TheTableForManagersIsTheOneInForce) {
  constexpr auto path = "docs/routes.csv";
  const auto generated = routes_csv();
  if (std::getenv("ALLOT_WRITE_TABLES") != nullptr) std::ofstream(path) << generated;
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), generated) << "run from the root of the repository; ALLOT_WRITE_TABLES=1 "
                                      "writes the file";
}

/// The route that an example is for.
const Route& route_of(const Example& example) {
  static const Router router(api_routes());
  const auto path = example.path.substr(0, example.path.find('?'));
  const auto* route = router.find(example.method, path).route;
  if (route == nullptr) throw std::runtime_error("no route for " + std::string(example.path));
  return *route;
}

// B-170
TEST(RouteTable, EveryRouteThatStandingDecidesHasAnExample) {
  for (const auto& route : api_routes()) {
    if (!decided_by(route).empty()) continue;
    const auto is_for = [&](const Example& example) {
      return !example.finer && &route_of(example) == &route;
    };
    EXPECT_TRUE(std::ranges::any_of(examples, is_for))
        << name_of(route.method) << " " << route.pattern << " is not proven";
  }
}

struct RolesAndRoutes : testing::TestWithParam<std::optional<Standing>> {
  static std::string_view expected(const Example& example) {
    const auto& route = route_of(example);
    const auto verb = example.finer.value_or(route.verb);
    return GetParam() ? cell(route, verb, *GetParam()) : "no";
  }

  /// Does the caller see the thing that the list is in, though maybe nothing of the list?
  static bool sees_place() { return GetParam() && may(*GetParam(), Verb::see_project); }

  static bool is_success(const Answer& answer) {
    return answer.status >= 200 && answer.status < 300;
  }

  static bool is_refusal(const Answer& answer) {
    return answer.status == 403 || answer.status == 404;
  }
};

// B-170
TEST_P(RolesAndRoutes, AreWhatTheTableSays) {
  for (const auto& example : examples) {
    SCOPED_TRACE(
        testing::Message() << name_of(example.method) << " " << example.path << " " << example.body
    );
    Scene scene(GetParam());
    const auto answer = scene.send(example);
    const bool allowed = expected(example) != "no";
    const bool answers =
        allowed || example.shape == Shape::list || (example.shape == Shape::within && sees_place());
    EXPECT_TRUE(answers ? is_success(answer) : is_refusal(answer)) << answer.status << answer.body;
    if (allowed || !example.shows.empty()) {
      EXPECT_EQ(scene.shows(answer, example), allowed) << answer.body;
    }
  }
}

struct PartsOfData : RolesAndRoutes {
  /// Elsewhere is then another dataset.
  static bool is_about_all_of_a_dataset(const Example& example) {
    return example.path.find("{dataset}/annotations/") != std::string_view::npos &&
           example.shows.find("{item}") == std::string_view::npos;
  }
};

// B-170, B-171
TEST_P(PartsOfData, AreWhatIsInOwnWorkAndNothingElse) {
  for (const auto& example : examples) {
    if (expected(example) != "part") continue;
    SCOPED_TRACE(
        testing::Message() << name_of(example.method) << " " << example.path << " " << example.body
    );
    Scene scene(GetParam());
    const auto answer = scene.send_elsewhere(example);
    if (example.shape == Shape::one || is_about_all_of_a_dataset(example)) {
      EXPECT_TRUE(is_refusal(answer)) << answer.status << answer.body;
    } else {
      EXPECT_EQ(answer.status, 200);
      EXPECT_FALSE(scene.shows_elsewhere(answer, example)) << answer.body;
    }
  }
}

using Everybody = std::vector<std::optional<Standing>>;

std::string name_of_param(const testing::TestParamInfo<std::optional<Standing>>& about) {
  return std::string(about.param ? name_of(*about.param) : "stranger");
}

Everybody everybody() {
  Everybody people(all_standings().begin(), all_standings().end());
  people.push_back(std::nullopt);
  return people;
}

INSTANTIATE_TEST_SUITE_P(Api, RolesAndRoutes, testing::ValuesIn(everybody()), name_of_param);
INSTANTIATE_TEST_SUITE_P(
    Api,
    PartsOfData,
    testing::Values(Standing::manages_task, Standing::holds, Standing::holds_review),
    name_of_param
);

/// A database that gives nothing to read.
class Unreadable final : public allot::test::PassingStore {
 public:
  using PassingStore::PassingStore;

  void run_read(FunctionRef<void(const Transaction&)>) override { throw StoreFailure("lost"); }
};

TEST(Lanes, RowsOfTheLaneHereAskTheStoreNothing) {
  World world;
  Unreadable store(world.env().store);
  auto env = with_store(world.env(), store);
  Dispatcher dispatcher(env);
  const auto serve = [&](const Route& route, std::string_view base) {
    RequestHead head{
        .method = route.method,
        .target = std::string(base) + filled(route.pattern, {{"page", "tasks"}}),
        .headers = {},
        .peer = "",
        .request_id = ""
    };
    return dispatcher.serve(std::move(head), "").status;
  };
  for (const auto& route : api_routes()) {
    if (route.lane != Lane::here) continue;
    EXPECT_EQ(serve(route, "/api/v1"), 200) << route.pattern;
  }
  for (const auto& route : root_routes()) {
    const bool asks = route.lane != Lane::here;
    if (asks && route.pattern != "/readyz") continue;
    EXPECT_EQ(serve(route, ""), asks ? 500 : 200) << route.pattern;
  }
}

// B-170
TEST(RolesAndRoutesOfCommands, AReassignmentIsShownToWhoStartedItAlone) {
  World world;
  const auto assignment = world.assignment({.annotator = "ada", .open_items = 2});
  world.join("dev", Role::developer);
  const auto path = "/assignments/" + assignment.id.text + "/reassign";
  Client mia(world, "mia");
  EXPECT_EQ(mia.post(path, R"({"annotator":"ben@example.org"})").status, 200);
  EXPECT_EQ(mia.get(path).status, 200);
  EXPECT_EQ(Client(world, "dev").get(path).status, 404);
  EXPECT_EQ(Client(world, "eve").get(path).status, 404);
}

// B-170
TEST(RolesAndRoutesOfMembers, WhoMayNotInviteIsNotToldWhoIsAMember) {
  World world;
  world.join("ada", Role::annotator);
  const auto path = "/projects/" + world.project().text + "/members/";
  Client ada(world, "ada");
  EXPECT_EQ(ada.post(path + "mia@example.org/invite", "").status, 403);
  EXPECT_EQ(ada.post(path + "nobody@example.org/invite", "").status, 403);
}

}  // namespace
}  // namespace allot::http::test
