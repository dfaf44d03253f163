#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/client_for_tests.h"
#include "http/event_feed.h"
#include "usecases/inbox/follow.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using testing::HasSubstr;

struct Asked {
  int status = 0;
  Headers headers;
  std::string body;  // of no stream
  std::shared_ptr<const EventReading> reading;

  [[nodiscard]] Answer answer() const { return {.status = status, .body = body}; }
};

class Events : public testing::Test {
 protected:
  Asked ask(std::string_view who, std::string target, Headers headers = {}) {
    headers.emplace_back("authorization", world.bearer(who));
    auto response = dispatcher.serve(
        {.method = Method::get,
         .target = "/api/v1/events" + std::move(target),
         .headers = std::move(headers),
         .peer = "127.0.0.1",
         .request_id = "test"},
        {}
    );
    Asked asked{.status = response.status, .headers = response.headers, .body = {}, .reading = {}};
    if (const auto* stream = std::get_if<EventStream>(&response.body)) {
      asked.reading = stream->reading;
    } else {
      asked.body = whole_text(response);
    }
    return asked;
  }

  Asked page(std::string_view who, std::string target) {
    return ask(who, std::move(target), {{"accept", "application/json"}});
  }

  std::int64_t last() {
    return allot::read(world.env().store, [](const Transaction& tx) {
      return tx.journal().last_event();
    });
  }

  World world;
  Task task = world.task({{.annotator = "ada", .open_items = 2}});
  Dispatcher dispatcher{world.env()};
};

// B-320
TEST_F(Events, AreAStreamUnlessJsonAloneIsAccepted) {
  for (const auto* accept :
       {"", "*/*", "text/event-stream", "application/json, text/event-stream"}) {
    const auto asked = ask("mia", "", {{"accept", accept}});
    ASSERT_EQ(asked.status, 200) << accept;
    ASSERT_TRUE(asked.reading) << accept;
    EXPECT_EQ(asked.reading->after, last());  // from now on
    EXPECT_THAT(
        asked.headers, testing::Contains(testing::Pair("content-type", "text/event-stream"))
    );
  }
  EXPECT_FALSE(page("mia", "").reading);
  EXPECT_EQ(page("mia", "").body, "{\"items\":[],\"next\":" + std::to_string(last()) + "}");
}

// B-320
TEST_F(Events, OfAPageHaveTheirNumberKindAndData) {
  const auto asked = page("mia", "?after=0&topics=task:" + task.id.text).answer();
  ASSERT_EQ(asked.status, 200);
  const auto items = asked.items();
  ASSERT_FALSE(items.empty());
  const auto& made = items.front();
  EXPECT_EQ(made.names(), (std::set<std::string>{"id", "event", "data"}));
  EXPECT_EQ(made.text("event"), "Task.Created");
  EXPECT_EQ(made.text("data.id"), task.id.text);
  EXPECT_EQ(made.text("data.task"), task.id.text);
  EXPECT_EQ(made.text("data.actor"), "mia@example.org");
  EXPECT_EQ(made.text("data.project"), world.project().text);
  EXPECT_EQ(made.at("data.at"), std::to_string(to_epoch_ms(world.clock.now())));
  EXPECT_EQ(made.at("data.detail"), "{}");
  EXPECT_EQ(asked.at("next"), std::to_string(last()));
}

// B-320
TEST_F(Events, AreReadPageByPageByWhatThePageBeforeSays) {
  std::vector<std::string> numbers;
  std::string next = "0";
  for (;;) {
    const auto asked = page("mia", "?pageSize=2&after=" + next).answer();
    for (const auto& event : asked.items()) numbers.push_back(event.at("id"));
    if (std::exchange(next, asked.at("next")) == asked.at("next")) break;
  }
  const auto all = page("mia", "?pageSize=1000&after=0").answer().items();
  ASSERT_EQ(numbers.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(numbers[i], all[i].at("id"));
}

// B-320
TEST_F(Events, LastEventIdWinsOverAfter) {
  const auto asked = ask("mia", "?after=1", {{"last-event-id", "2"}});
  EXPECT_EQ(asked.reading->after, 2);
  EXPECT_EQ(ask("mia", "?after=1").reading->after, 1);
  EXPECT_EQ(ask("mia", "?after=0").reading->after, 0);
  EXPECT_EQ(ask("mia", "?after=1", {{"last-event-id", ""}}).reading->after, 1);
}

// B-320
TEST_F(Events, BehindWhatIsKeptAreGone) {
  world.clock.advance(std::chrono::hours{1});
  world.items(1);
  world.env().store.run_write(Scope::everything(), [&](Transaction& tx) {
    tx.journal().forget_before(world.clock.now(), 1'000);
    return true;
  });
  for (const auto& asked :
       {ask("mia", "?after=1"), page("mia", "?after=1"), ask("mia", "?after=999999999")}) {
    EXPECT_EQ(asked.status, 410);
    EXPECT_THAT(asked.body, HasSubstr(R"("error":"gone")"));
  }
  EXPECT_EQ(ask("mia", "?after=99999999999").status, 410);  // of a long life
  EXPECT_EQ(ask("mia", "?after=0").status, 200);
}

// B-320
TEST_F(Events, OfATopicThatOneMayNotSeeAreNotFound) {
  const auto of_task = "?topics=task:" + task.id.text;
  const auto of_project = "?topics=project:" + world.project().text;
  EXPECT_EQ(ask("ada", of_task + ",me").status, 200);
  EXPECT_EQ(ask("eve", of_task).status, 404);
  EXPECT_EQ(ask("eve", of_project).status, 404);
  EXPECT_EQ(page("eve", of_project).status, 404);
  EXPECT_EQ(ask("mia", "?topics=me," + of_task.substr(8)).status, 200);
  EXPECT_EQ(ask("eve", "?topics=me").status, 200);
}

TEST_F(Events, WhatCannotBeUnderstoodIsRefusedWithItsName) {
  const std::pair<Asked, std::string_view> cases[] = {
      {ask("mia", "?topics=tasks:1"), "topics"},
      {ask("mia", "?topics=task:short"), R"("path":"topics")"},
      {ask("mia", "?after=-1"), "after"},
      {ask("mia", "?after=one"), "after"},
      {ask("mia", "", {{"last-event-id", "one"}}), "Last-Event-ID"},
      {ask("mia", "", {{"last-event-id", "-1"}}), "Last-Event-ID"},
      {page("mia", "?pageSize=x"), "pageSize"},
  };
  for (const auto& [asked, name] : cases) {
    EXPECT_EQ(asked.status, 400) << name;
    EXPECT_THAT(asked.body, HasSubstr(std::string(name)));
  }
  std::string many = "?topics=me";
  for (int i = 0; i < 101; ++i) many += ",project:" + std::to_string(i);
  EXPECT_EQ(ask("mia", many).status, 400);
}

TEST_F(Events, NeedATokenAndAPageTakesTheSlowLane) {
  EXPECT_EQ(
      dispatcher
          .serve(
              {.method = Method::get,
               .target = "/api/v1/events",
               .peer = "127.0.0.1",
               .request_id = "t"},
              {}
          )
          .status,
      401
  );
  const auto lane_with = [&](std::string_view accept) {
    RequestHead head{
        .method = Method::get,
        .target = "/api/v1/events",
        .headers = {{"authorization", world.bearer("mia")}, {"accept", std::string(accept)}},
        .peer = "127.0.0.1",
        .request_id = "test"
    };
    auto admission = dispatcher.admit(head);
    const auto& route = *admission.route;
    const auto request =
        dispatcher.assemble(std::move(head), std::move(admission), Body(std::string{}), {});
    return dispatcher.lane(route, request);
  };
  EXPECT_EQ(lane_with("application/json"), Lane::slow);
  EXPECT_EQ(lane_with("text/event-stream"), Lane::read);
}

class InboxOverHttp : public Events {
 protected:
  InboxOverHttp() {
    world.task({{.annotator = "ada", .open_items = 1}}, "Signs");
    while (follow_outbox(world.env())) {
    }
  }

  Client ada{world, "ada"};
  Client eve{world, "eve"};
};

// B-282
TEST_F(InboxOverHttp, IsAPageOfLinesNewestFirst) {
  const auto page = ada.get("/users/me/inbox");
  EXPECT_EQ(page.at("totalItemsCount"), "2");
  const auto line = page.items().front();
  EXPECT_EQ(
      line.names(),
      (std::set<std::string>{
          "id", "at", "kind", "text", "by", "projectId", "taskId", "assignmentId", "read"
      })
  );
  EXPECT_EQ(line.text("kind"), "assigned");
  EXPECT_EQ(line.text("text"), "You got 1 item in “Signs”.");
  EXPECT_EQ(line.text("by"), "mia@example.org");
  EXPECT_EQ(line.at("at"), std::to_string(to_epoch_ms(world.clock.now())));
  EXPECT_EQ(line.at("read"), "false");
  EXPECT_EQ(ada.get("/users/me/inbox?pageSize=1&pageOffset=1").items().size(), 1u);
  EXPECT_EQ(ada.get("/users/me/inbox?pageSize=1").at("hasNextPage"), "true");
  EXPECT_EQ(eve.get("/users/me/inbox").at("items"), "[]");
}

// B-282
TEST_F(InboxOverHttp, IsReadUpToALineOrByIds) {
  const auto lines = ada.get("/users/me/inbox").items();
  const auto unread = [&] { return ada.get("/users/me/inbox?unread=true").at("totalItemsCount"); };
  EXPECT_EQ(unread(), "2");
  EXPECT_EQ(
      ada.post("/users/me/inbox/read", R"({"ids":[")" + lines.front().text("id") + R"("]})").status,
      204
  );
  EXPECT_EQ(unread(), "1");
  EXPECT_EQ(
      ada.post("/users/me/inbox/read", R"({"upTo":")" + lines.front().text("id") + R"("})").status,
      204
  );
  EXPECT_EQ(unread(), "0");
  EXPECT_EQ(ada.get("/users/me/inbox").items().back().at("read"), "true");
}

TEST_F(InboxOverHttp, RefusesWhatIsNoLineOrNotSaid) {
  for (const auto* body :
       {"{}",
        R"({"upTo":"x"})",
        R"({"ids":["x"]})",
        R"({"ids":5})",
        R"({"upTo":"000000000000000000000000","ids":[]})"}) {
    EXPECT_EQ(ada.post("/users/me/inbox/read", body).status, 400) << body;
  }
  std::string many = R"({"ids":["000000000000000000000000")";
  for (int i = 0; i < 1'000; ++i) many += R"(,"000000000000000000000000")";
  EXPECT_EQ(ada.post("/users/me/inbox/read", many + "]}").status, 400);
  EXPECT_EQ(ada.get("/users/me/inbox?unread=maybe").status, 400);
  EXPECT_EQ(ada.get("/users/me/inbox?unread=true").at("totalItemsCount"), "2");
}

}  // namespace
}  // namespace allot::http::test
