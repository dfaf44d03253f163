#include "http/idempotency.h"

#include <fmt/format.h>

#include <deque>
#include <future>

#include "http/assignments.h"
#include "http/keyed_client_for_tests.h"
#include "http/projects.h"
#include "usecases/tasks/update.h"

namespace allot::http::test {
namespace {

using allot::test::Held;
using allot::test::World;
using namespace std::chrono_literals;

/// Eight open items of ada, of which each redistribution gives half away.
struct Halving {
  World world;
  Assignment ada = world.assignment({.annotator = "ada", .open_items = 8});
  KeyedClient mia{world, "mia"};
  std::string path = "/assignments/" + ada.id.text + "/redistribute";
  std::string body = workload("ben");

  [[nodiscard]] static std::string workload(std::string_view other) {
    return fmt::format(
        R"({{"workload":[{{"assigneeId":"ada@example.org","load":50}},)"
        R"({{"assigneeId":"{}@example.org","load":50}}]}})",
        other
    );
  }

  Keyed halve(std::string key) { return mia.post(path, body, std::move(key)); }

  [[nodiscard]] std::uint64_t left() { return world.items_of("ada").open; }
};

std::optional<Journal::KeptAnswer> kept(World& world, const std::string& key) {
  return read(world.env().store, [&](const Transaction& tx) {
    return tx.journal().kept_answer(World::person("mia"), key);
  });
}

// B-297
TEST(IdempotencyKey, ARepeatGetsTheFirstCommandAndMovesNothingAgain) {
  Halving it;
  const auto first = it.halve("k");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_FALSE(first.is_replayed());
  EXPECT_EQ(it.left(), 4U);
  // Too late, and with too much in between, for the rule that needs no key.
  ASSERT_EQ(it.mia.post("/projects", R"({"name":"Other"})", "another").status, 200);
  it.world.clock.advance(10min);
  const auto again = it.halve("k");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("content-type"), first.header("content-type"));
  EXPECT_TRUE(again.is_replayed());
  EXPECT_EQ(it.left(), 4U);
}

// B-297
TEST(IdempotencyKey, AnEqualRequestWithAnotherKeyIsDoneAgain) {
  Halving it;
  const auto first = it.halve("one");
  const auto second = it.halve("two");
  EXPECT_EQ(it.left(), 2U);
  EXPECT_NE(second.text("id"), first.text("id"));
  EXPECT_FALSE(second.is_replayed());
}

// B-160
TEST(IdempotencyKey, WithoutAKeyARepeatThatFollowsAtOnceIsRecognisedAsBefore) {
  Halving it;
  Client plain(it.world, "mia");
  const auto first = plain.post(it.path, it.body);
  EXPECT_EQ(plain.post(it.path, it.body).body, first.body);
  EXPECT_EQ(it.left(), 4U);
}

// B-297
TEST(IdempotencyKey, ARepeatedChangeChangesNothingBack) {
  World world;
  KeyedClient mia(world, "mia");
  const auto path = "/projects/" + world.project().text;
  const auto first = mia.patch(path, R"({"name":"Harbour"})", "k");
  ASSERT_EQ(first.status, 200) << first.body;
  ASSERT_EQ(mia.patch(path, R"({"name":"Bridges"})", "later").status, 200);
  EXPECT_EQ(mia.patch(path, R"({"name":"Harbour"})", "k").body, first.body);
  EXPECT_EQ(Client(world, "mia").get(path).text("name"), "Bridges");
}

// B-297
TEST(IdempotencyKey, ARepeatedCreationMakesOneProject) {
  World world;
  KeyedClient mia(world, "mia");
  const auto first = mia.post("/projects", R"({"name":"Harbour"})", "k");
  ASSERT_EQ(first.status, 200) << first.body;
  const auto again = mia.post("/projects", R"({"name":"Harbour"})", "k");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(Client(world, "mia").get("/projects/Harbour/name").items().size(), 1U);
}

// B-297
TEST(IdempotencyKey, ARepeatedUploadIsToldApartByTheFile) {
  World world;
  KeyedClient mia(world, "mia");
  const auto path = "/datasets/" + world.dataset().text + "/items";
  const auto send = [&](std::string_view bytes) {
    return mia.send(Method::post, path, "", "k", upload_of(world, "/a.txt", bytes));
  };
  const auto first = send("one");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.header("x-item-op"), "created");
  const auto again = send("one");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("x-item-op"), "created");  // run again it would be skipped
  EXPECT_EQ(send("two").text("error"), "key_reused");
}

// B-297
TEST(IdempotencyKey, AnotherRequestUnderTheSameKeyIsRefusedAndNotDone) {
  Halving it;
  ASSERT_EQ(it.halve("k").status, 200);
  for (const auto& answer :
       {it.mia.post(it.path, Halving::workload("cleo"), "k"),
        it.mia.post(it.path + "?a=b", it.body, "k"),
        it.mia.send(Method::delete_, "/assignments/" + it.ada.id.text, it.body, "k")}) {
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.text("error"), "key_reused");
  }
  EXPECT_EQ(it.left(), 4U);
}

// B-297
TEST(IdempotencyKey, EachCallerHasKeysOfTheirOwn) {
  World world;
  KeyedClient mia(world, "mia");
  KeyedClient ben(world, "ben");
  ASSERT_EQ(mia.post("/projects", R"({"name":"Harbour"})", "k").status, 200);
  const auto other = ben.post("/projects", R"({"name":"Bridges"})", "k");
  EXPECT_EQ(other.status, 200) << other.body;
  EXPECT_EQ(other.text("creator"), "ben@example.org");
}

// B-297
TEST(IdempotencyKey, HoldsForTwentyFourHours) {
  Halving it;
  const auto first = it.halve("k");
  it.world.clock.advance(24h - 1ms);
  KeyedClient tomorrow(it.world, "mia");
  EXPECT_EQ(tomorrow.post(it.path, it.body, "k").body, first.body);
  EXPECT_EQ(it.left(), 4U);
  it.world.clock.advance(1ms);
  const auto anew = tomorrow.post(it.path, it.body, "k");
  EXPECT_NE(anew.text("id"), first.text("id"));
  EXPECT_EQ(it.left(), 2U);
  EXPECT_EQ(tomorrow.post(it.path, it.body, "k").body, anew.body);
}

// B-297
TEST(IdempotencyKey, ARefusedRequestKeepsNothing) {
  Halving it;
  const auto dismiss = [&](bool dismissed) {
    return update_task(
        it.world.env(), it.world.manager(), {.task = it.ada.task, .dismissed = dismissed}
    );
  };
  ASSERT_OK(dismiss(true));
  EXPECT_EQ(it.halve("k").status, 409);
  EXPECT_FALSE(kept(it.world, "k"));
  ASSERT_OK(dismiss(false));
  EXPECT_EQ(it.halve("k").status, 200);
  EXPECT_EQ(it.left(), 4U);
}

// B-297
TEST(IdempotencyKey, APreviewUsesNoKeyUp) {
  Halving it;
  const auto preview = it.mia.post(it.path + "?dryRun=true", it.body, "k");
  ASSERT_EQ(preview.status, 200) << preview.body;
  EXPECT_FALSE(kept(it.world, "k"));
  EXPECT_EQ(it.halve("k").status, 200);
  EXPECT_EQ(it.left(), 4U);
}

// B-297
TEST(IdempotencyKey, HasOneToTwoHundredAndFiftyFiveCharacters) {
  World world;
  KeyedClient mia(world, "mia");
  const auto project = "/projects/" + world.project().text;
  std::string longest;
  for (int i = 0; i < 255; ++i) longest += "ß";
  for (const auto& key : {std::string{}, longest + "s", std::string("\xC3")}) {
    const auto refused = mia.patch(project, R"({"name":"Harbour"})", key);
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.text("error"), "invalid");
    EXPECT_NE(refused.text("message").find("Idempotency-Key"), std::string::npos);
  }
  EXPECT_EQ(mia.patch(project, R"({"name":"Harbour"})", longest).status, 200);
  EXPECT_EQ(mia.send(Method::get, project, "", "").status, 200);  // nothing to a request that reads
}

// B-297
TEST(IdempotencyKey, AnAnswerThatMustNotBeStoredIsNotAndItsRequestIsStillDoneOnce) {
  World world;
  KeyedClient mia(world, "mia");
  const std::string body = R"({"userId":"mia@example.org","description":"for the script"})";
  ASSERT_EQ(mia.post("/apikeys", body, "k").status, 200);
  const auto note = kept(world, "k");
  ASSERT_TRUE(note.has_value());
  EXPECT_EQ(note->body, "");
  EXPECT_NE(note->status, 0);  // so that the repeat, which is on the writer, waits for nothing
  EXPECT_EQ(mia.post("/apikeys", body, "k").text("error"), "conflict");
  EXPECT_EQ(Client(world, "mia").get("/apikeys").items().size(), 1U);
}

// B-297
TEST(IdempotencyKey, ACommandOutlivesAnInterruptionRightBehindItsChange) {
  Halving it;
  const auto broken = [](Env& env, const Request& request) -> Result<Response> {
    const auto answer = assignments::redistribute(env, request);
    EXPECT_TRUE(answer.has_value());
    throw std::runtime_error("interrupted");
  };
  EXPECT_EQ(it.mia.post_to(broken, it.path, it.body, "k").status, 500);
  EXPECT_EQ(it.left(), 4U);
  const auto again = it.halve("k");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.text("status"), "success");
  EXPECT_EQ(it.left(), 4U);
}

// B-297
TEST(IdempotencyKey, AChangeWhoseOtherAnswerWasLostIsNotDoneAgain) {
  World world;
  KeyedClient mia(world, "mia");
  const auto broken = [](Env& env, const Request& request) -> Result<Response> {
    env.store.run_write(Scope::everything(), [](Transaction&) {
      return false;
    });  // what is given up is no change
    const auto answer = projects::create(env, request);
    EXPECT_TRUE(answer.has_value());
    throw std::runtime_error("interrupted");
  };
  EXPECT_EQ(mia.post_to(broken, "/projects", R"({"name":"Harbour"})", "k").status, 500);
  EXPECT_EQ(mia.post("/projects", R"({"name":"Harbour"})", "k").text("error"), "conflict");
}

// B-297
TEST(IdempotencyKey, ARequestThatIsOvertakenByAnEqualOneGivesItsAnswerAndChangesNothing) {
  static Halving* scene = nullptr;
  static Keyed winner;
  Halving it;
  scene = &it;
  const auto overtaken = [](Env& env, const Request& request) -> Result<Response> {
    winner = scene->halve("k");  // after the look at the key, before the change
    return assignments::redistribute(env, request);
  };
  const auto loser = it.mia.post_to(overtaken, it.path, it.body, "k");
  ASSERT_EQ(winner.status, 200) << winner.body;
  EXPECT_EQ(loser.status, 200);
  EXPECT_EQ(loser.body, winner.body);
  EXPECT_TRUE(loser.is_replayed());
  EXPECT_EQ(it.left(), 4U);
}

// B-297
TEST(IdempotencyKey, OfRequestsAtTheSameTimeOneIsDone) {
  Halving it;
  std::deque<KeyedClient> clients;
  for (int i = 0; i < 4; ++i) clients.emplace_back(it.world, "mia");
  std::vector<std::future<Keyed>> answers;
  for (auto& client : clients) {
    answers.push_back(std::async(std::launch::async, [&] {
      return client.post(it.path, it.body, "k");
    }));
  }
  std::set<std::string> bodies;
  for (auto& answer : answers) bodies.insert(answer.get().body);
  EXPECT_EQ(bodies.size(), 1U);
  EXPECT_EQ(it.left(), 4U);
}

// B-297
TEST(IdempotencyKey, ARequestWhoseEqualIsAboutToAnswerWaitsForThatAnswer) {
  static World* place = nullptr;
  static std::future<Keyed> other;
  World world;
  place = &world;
  const auto slow = [](Env& env, const Request& request) -> Result<Response> {
    auto answer = projects::create(env, request);  // the change is made, and noted
    other = std::async(std::launch::async, [] {
      KeyedClient again(*place, "mia");
      return again.post_to(projects::create, "/projects", R"({"name":"Harbour"})", "k");
    });
    EXPECT_EQ(other.wait_for(100ms), std::future_status::timeout);
    return answer;
  };
  KeyedClient mia(world, "mia");
  const auto first = mia.post_to(slow, "/projects", R"({"name":"Harbour"})", "k");
  ASSERT_EQ(first.status, 200) << first.body;
  const auto second = other.get();
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.body, first.body);
  EXPECT_TRUE(second.is_replayed());
}

// B-297
TEST(IdempotencyKey, OnTheWriterChangeAndAnswerAreOneTransaction) {
  World world;
  KeyedClient mia(world, "mia");
  auto& dispatcher = mia.dispatcher();
  const auto run = [&](bool is_kept) {
    auto head = mia.head(Method::post, "/projects", "k");
    auto admission = dispatcher.admit(head);
    const auto& route = *admission.route;
    const auto request =
        dispatcher.assemble(std::move(head), std::move(admission), R"({"name":"Harbour"})", {});
    EXPECT_EQ(dispatcher.lane(route, request), Lane::write);
    std::promise<void> reported;
    Keyed answer;
    world.env().store.post_write(
        always(Scope::everything()),
        [&] {
          answer = keyed(dispatcher.handle(route, request, true));
          if (!is_kept) throw StoreFailure("The disk is full.");
        },
        [&](const std::exception_ptr&) { reported.set_value(); }
    );
    reported.get_future().wait();
    return answer;
  };
  EXPECT_EQ(run(false).status, 200);
  EXPECT_FALSE(kept(world, "k"));
  const auto first = run(true);
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_FALSE(first.is_replayed());
  ASSERT_TRUE(kept(world, "k").has_value());
  EXPECT_EQ(kept(world, "k")->body, first.body);
  EXPECT_EQ(run(true).body, first.body);
}

}  // namespace
}  // namespace allot::http::test
