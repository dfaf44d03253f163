// Requests without a key that come again since their answer was lost.

#include <chrono>

#include "http/keyed_client_for_tests.h"
#include "http/repeated_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using namespace std::chrono_literals;

// B-160
TEST(Repeat, OfAnnotationsMakesThemOnce) {
  OneItem it;
  const auto first = it.annotate();
  ASSERT_EQ(first.status, 200) << first.body;
  const auto again = it.annotate();
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(it.annotations(), 1U);
}

// B-160
TEST(Repeat, OfADeletionGetsTheFirstAnswer) {
  OneItem it;
  const auto first = it.mia.remove(it.path);
  const auto again = it.mia.remove(it.path);
  EXPECT_EQ(again.status, first.status) << again.body;
  EXPECT_EQ(it.mia.get(it.path).status, 404);
  EXPECT_EQ(it.mia.remove(it.path).status, 404);  // a read came in between
}

/// How often the item's log says that this task's status was set.
std::size_t log_entries(Client& client, const std::string& path) {
  const auto log = client.get(path).at("metadata.system.taskStatusLog");
  return log == "absent" ? 0 : Answer{.body = log}.items().size();
}

// B-160
TEST(Repeat, OfAStatusIsInTheLogOnce) {
  OneItem it;
  const auto task = it.world.task({{.annotator = "ada", .open_items = 2}});
  const auto items = it.mia
                         .post(
                             "/datasets/" + it.world.dataset().text + "/query",
                             R"({"filter":{"metadata.system.refs.id":")" + task.id.text + R"("}})"
                         )
                         .items();
  const auto item = items.front().text("id");
  const auto path = "/assignments/items/tasks/" + task.id.text + "/status";
  const auto body = R"({"itemIds":[")" + item +
                    R"("],"statusPayload":{"operation":"create","status":"completed",)" +
                    R"("returnLastStatus":true}})";
  const auto first = it.mia.post(path, body);
  EXPECT_EQ(first.text(item + ".status"), "completed") << first.body;
  EXPECT_EQ(it.mia.post(path, body).body, first.body);
  EXPECT_EQ(log_entries(it.mia, "/items/" + item), 1U);
  // Now it is meant: it was looked at in between.
  EXPECT_EQ(it.mia.post(path, body).status, 200);
  EXPECT_EQ(log_entries(it.mia, "/items/" + item), 2U);
  // The same word from somebody else is theirs.
  it.world.join("olga", Role::owner);
  Client olga(it.world, "olga");
  EXPECT_EQ(olga.post(path, body).status, 200);
  EXPECT_EQ(log_entries(olga, "/items/" + item), 3U);
}

// B-160
TEST(Repeat, OfAMoveIsCaughtThoughTheAnswerOfAnEarlierRequestCameLate) {
  HalfMoved it;
  LateAnswers store(it.world.env().store);
  auto env = with_store(it.world.env(), store);
  Client slow(it.world, "mia", env);
  Answer moved;
  store.meanwhile = [&] { moved = it.mia.post(it.move, it.half); };
  // What names a "query" is answered on the slow lane, where the note of the answer is a change.
  const auto box = R"([{"type":"box","label":"car","metadata":{"user":{"query":1}},)"
                   R"("coordinates":[{"x":1,"y":1},{"x":2,"y":2}]}])";
  ASSERT_EQ(slow.post(it.path + "/annotations", box).status, 200);
  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(it.mia.post(it.move, it.half).body, moved.body);
  EXPECT_EQ(it.world.items_of(it.task.id, "ada").open, 4U);
}

// B-160
TEST(Repeat, OfAMoveIsCaughtThoughARequestThatCameBeforeEndedInBetween) {
  HalfMoved it;
  Dispatcher dispatcher(it.world.env());
  SlowBody slow(it, dispatcher);
  const auto head = SlowBody::head(it, Method::post, it.move);
  const auto moved = dispatcher.serve(head, it.half);
  ASSERT_EQ(moved.status, 200);
  ASSERT_EQ(slow.end(), 200);
  EXPECT_EQ(whole_text(dispatcher.serve(head, it.half)), whole_text(moved));
  EXPECT_EQ(it.world.items_of(it.task.id, "ada").open, 4U);
}

// B-160
TEST(Repeat, OfAMoveIsCaughtThoughARequestThatCameBeforeIsCarriedOutAfterIt) {
  HalfMoved it;
  LateAnswers store(it.world.env().store, 1);
  auto env = with_store(it.world.env(), store);
  Dispatcher dispatcher(env);
  SlowBody slow(it, dispatcher);
  const auto head = SlowBody::head(it, Method::post, it.move);
  std::string moved;
  store.meanwhile = [&] { moved = whole_text(dispatcher.serve(head, it.half)); };
  ASSERT_EQ(slow.end(), 200);
  EXPECT_EQ(whole_text(dispatcher.serve(head, it.half)), moved);
  EXPECT_EQ(it.world.items_of(it.task.id, "ada").open, 4U);
}

/// Two equal requests whose bodies take their time, and one that is refused.
struct TwoSlow : OneItem {
  Dispatcher dispatcher{world.env()};
  SlowBody first{*this, dispatcher};
  SlowBody second{*this, dispatcher};

  void be_refused() {
    const auto head =
        SlowBody::head(*this, Method::delete_, "/annotations/0123456789abcdef01234567");
    ASSERT_EQ(dispatcher.serve(head, "").status, 404);
  }
};

// B-160
TEST(Repeat, OfASlowBodyIsCaughtThoughOthersCameBeforeItsEnd) {
  TwoSlow it;
  it.be_refused();
  ASSERT_EQ(it.first.end(), 200);
  ASSERT_EQ(it.second.end(), 200);
  EXPECT_EQ(it.annotations(), 1U);
}

// B-160
TEST(Repeat, OfASlowBodyIsCaughtThoughOthersCameBetweenTheEnds) {
  TwoSlow it;
  ASSERT_EQ(it.first.end(), 200);
  it.be_refused();
  ASSERT_EQ(it.second.end(), 200);
  EXPECT_EQ(it.annotations(), 1U);
}

// B-160
TEST(Repeat, OfASlowBodyIsMeantWhenOthersCameBetweenItsEndAndTheNextHead) {
  TwoSlow it;
  ASSERT_EQ(it.first.end(), 200);
  it.be_refused();
  ASSERT_EQ(SlowBody(it, it.dispatcher).end(), 200);
  EXPECT_EQ(it.annotations(), 2U);
}

// B-160
TEST(Repeat, WithAnotherRequestInBetweenIsMeant) {
  OneItem it;
  it.annotate();
  ASSERT_EQ(it.annotations(), 1U);
  it.annotate();
  EXPECT_EQ(it.annotations(), 2U);
}

// B-160
TEST(Repeat, AfterTwoMinutesIsMeant) {
  OneItem it;
  it.annotate();
  it.world.clock.advance(2min + 1ms);
  it.annotate();
  EXPECT_EQ(it.annotations(), 2U);
}

// B-160
TEST(Repeat, IsCaughtAfterTheClockWasSetBack) {
  OneItem it;
  const auto first = it.annotate();
  it.world.clock.advance(-1h);
  Client earlier(it.world, "mia");  // whose token is not from the future
  EXPECT_EQ(earlier.post(it.path + "/annotations", it.box).body, first.body);
  EXPECT_EQ(earlier.get(it.path + "/annotations").items().size(), 1U);
}

// B-160, B-280
TEST(Repeat, OfAMoveIsDoneAndToldOnce) {
  OneItem it;
  const auto task = it.world.task({{.annotator = "ada", .open_items = 8}});
  const auto path = "/assignments/" + it.world.assignment_of(task.id, "ada")->id.text;
  const std::string half = R"({"workload":[{"assigneeId":"ada@example.org","load":50},)"
                           R"({"assigneeId":"ben@example.org","load":50}]})";
  const auto last_event = [&] {
    return read(it.world.env().store, [](const Transaction& tx) {
      return tx.journal().last_event();
    });
  };
  const auto first = it.mia.post(path + "/redistribute", half);
  const auto told = last_event();
  EXPECT_EQ(it.mia.post(path + "/redistribute", half).body, first.body);
  EXPECT_EQ(last_event(), told);
  EXPECT_EQ(it.world.items_of(task.id, "ada").open, 4U);
  it.world.clock.advance(3min);
  EXPECT_NE(it.mia.post(path + "/redistribute", half).body, first.body);
  EXPECT_EQ(it.world.items_of(task.id, "ada").open, 2U);
}

// B-160
TEST(Repeat, IsToldFromTheSameRequestOfSomebodyElse) {
  OneItem it;
  it.world.join("olga", Role::owner);
  Client olga(it.world, "olga");
  it.annotate();
  EXPECT_EQ(olga.post(it.path + "/annotations", it.box).status, 200);
  EXPECT_EQ(it.annotations(), 2U);
}

// B-160
TEST(Repeat, OfARefusedRequestIsTriedAgain) {
  OneItem it;
  Client nobody(it.world, "eve");
  EXPECT_EQ(nobody.remove(it.path).status, 404);
  it.world.join("eve", Role::owner);
  EXPECT_NE(nobody.remove(it.path).status, 404);
}

// B-297
TEST(Repeat, WithAKeyOfItsOwnIsAnotherRequest) {
  OneItem it;
  KeyedClient mia(it.world, "mia");
  const auto path = it.path + "/annotations";
  EXPECT_EQ(mia.post(path, it.box, "one").status, 200);
  EXPECT_EQ(mia.post(path, it.box, "two").status, 200);
  EXPECT_EQ(it.annotations(), 2U);
}

}  // namespace
}  // namespace allot::http::test
