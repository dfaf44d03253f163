// What a range of events makes of what a server sends, and of its absence.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "allot/client.h"
#include "event_lines.h"
#include "scripted_transport_for_tests.h"
#include "session.h"
#include "tokens_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using Stream = ScriptedTransport::Stream;

std::string event_text(int number, const std::string& resource = "Task") {
  return "id: " + std::to_string(number) + "\nevent: " + resource +
         R"(.Updated
data: {"at":1764230000000,"resource":")" +
         resource +
         R"(","action":"Updated","id":"t","project":"p","task":"t","actor":"mia@example.org",)"
         R"("detail":{"n":1}})"
         "\n\n";
}

class ARangeOfEvents : public ::testing::Test {
 protected:
  Client client(const ScriptedTransport::StreamScript& script, int tries = 6) {
    transport =
        std::make_shared<ScriptedTransport>([](const auto&, std::size_t) { return answered(404); });
    transport->stream(script);
    auto tokens = std::make_shared<TokensInMemory>();
    tokens->save({.token = token_that_ends_in(1h), .refresh_token = {}});
    return Client(std::make_shared<Session>(Session::Settings{
        .transport = transport, .tokens = std::move(tokens), .retry_pause = 1ms, .tries = tries
    }));
  }

  std::shared_ptr<ScriptedTransport> transport;
};

TEST_F(ARangeOfEvents, IsReadInOrderWithAllThatIsTold) {
  const auto mia = client([](const auto&, std::size_t) {
    return Stream{.pieces = {"retry: 2000\n: hello\nid: 4\n\n" + event_text(5), event_text(6)}};
  });
  auto events = mia.events.listen({.task_ids = {"t1", "t2"}, .project_ids = {"p"}, .me = true});
  const auto first = events.next();
  EXPECT_EQ(first.number, 5);
  EXPECT_EQ(first.kind, "Task.Updated");
  EXPECT_EQ(first.resource, "Task");
  EXPECT_EQ(first.action, "Updated");
  EXPECT_EQ(first.id, "t");
  EXPECT_EQ(first.project_id, "p");
  EXPECT_EQ(first.task_id, "t");
  EXPECT_EQ(first.actor, "mia@example.org");
  EXPECT_EQ(first.at, Time(1764230000000ms));
  EXPECT_EQ(first.detail_json, R"({"n":1})");
  EXPECT_EQ(events.next().number, 6);
  EXPECT_EQ(events.place(), 6);
  const auto asked = transport->asked().front();
  EXPECT_EQ(asked.method, "GET");
  EXPECT_EQ(asked.target, "/api/v1/events?topics=task%3At1%2Ctask%3At2%2Cproject%3Ap%2Cme");
  EXPECT_EQ(transport->headers("accept").front(), "text/event-stream");
  EXPECT_EQ(transport->headers("last-event-id").front(), "");
}

TEST_F(ARangeOfEvents, ComesBackWhereItWasWhenTheAnswerEndedOrBrokeOff) {
  const auto mia = client([](const auto&, std::size_t number) {
    if (number == 1) throw ConnectionFailed("Nobody there.");
    if (number == 2) return Stream{.head = answered(503), .pieces = {}};
    const auto event = static_cast<int>(number) + 10;
    // The second half never comes.
    return Stream{
        .pieces = {event_text(event), "id: 99\nevent: Task.Upd"}, .breaks_off = number == 0
    };
  });
  auto events = mia.events.listen({.after = 3});
  EXPECT_EQ(events.next().number, 10);
  EXPECT_EQ(events.next().number, 13);
  EXPECT_EQ(events.next().number, 14);
  EXPECT_THAT(transport->headers("last-event-id"), ElementsAre("3", "10", "10", "10", "13"));
}

TEST_F(ARangeOfEvents, GivesUpAfterSeveralTriesAndGoesOnWhenItIsAskedAgain) {
  const auto mia = client(
      [](const auto&, std::size_t number) {
        if (number < 3) throw ConnectionFailed("Nobody there.");
        return Stream{.pieces = {event_text(7)}};
      },
      3
  );
  auto events = mia.events.listen();
  EXPECT_THROW((void)events.next(), ConnectionFailed);
  EXPECT_EQ(transport->asked().size(), 3u);
  EXPECT_EQ(events.next().number, 7);
  const auto once =
      client([](const auto&, std::size_t) -> Stream { throw ConnectionFailed("Nobody there."); });
  EXPECT_THROW((void)once.trying_once().events.listen().next(), ConnectionFailed);
  EXPECT_EQ(transport->asked().size(), 1u);
}

TEST_F(ARangeOfEvents, SaysWhatIsNotKeptOrNotToBeSeen) {
  const auto answers = [&](int status) {
    return client([status](const auto&, std::size_t) {
      return Stream{.head = answered(status, R"({"error":"x","message":"No."})"), .pieces = {}};
    });
  };
  EXPECT_THROW((void)answers(410).events.listen().next(), Gone);
  EXPECT_THROW((void)answers(404).events.listen().next(), NotFound);
  EXPECT_THROW((void)answers(500).events.listen().next(), InternalServerError);
  EXPECT_EQ(transport->asked().size(), 1u);
}

TEST_F(ARangeOfEvents, WaitsNoLongerThanItIsTold) {
  const auto mia = client([](const auto&, std::size_t) {
    return Stream{.pieces = {"id: 4\n\n", "", "", event_text(5)}};
  });
  auto events = mia.events.listen();
  EXPECT_FALSE(events.next(0ms));
  EXPECT_EQ(events.place(), 4);
  EXPECT_FALSE(events.next(0ms));
  EXPECT_FALSE(events.next(0ms));
  EXPECT_EQ(events.next(0ms)->number, 5);
}

TEST_F(ARangeOfEvents, IsARangeAndEndsWhenItIsCanceled) {
  const auto mia = client([](const auto&, std::size_t) {
    return Stream{.pieces = {event_text(1), event_text(2), event_text(3)}};
  });
  Cancellation stop;
  auto events = mia.watched({}, stop).events.listen();
  std::vector<std::int64_t> numbers;
  const auto read_all = [&] {
    for (const auto& event : events) {
      numbers.push_back(event.number);
      if (event.number == 2) stop.cancel();
    }
  };
  EXPECT_THROW(read_all(), Canceled);
  EXPECT_THAT(numbers, ElementsAre(1, 2));
}

/// However the bytes are cut.
RC_GTEST_PROP(LinesOfEvents, AreTheSameInWhateverPiecesTheyCome, ()) {
  std::string text = ": comment\r\nid: 3\r\n\r\n";
  std::vector<std::int64_t> expected;
  const auto count = *rc::gen::inRange(0, 5);
  for (int i = 0; i < count; ++i) {
    expected.push_back(10 + i);
    text += event_text(10 + i, *rc::gen::element<std::string>("Task", "Item"));
    if (*rc::gen::arbitrary<bool>()) text += ":\nid: " + std::to_string(10 + i) + "\n\n";
  }
  EventLines lines;
  std::vector<std::int64_t> numbers;
  for (std::size_t at = 0; at < text.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, 40);
    lines.put(std::string_view(text).substr(at, size));
    at += size;
    while (auto event = lines.take()) numbers.push_back(event->number);
  }
  RC_ASSERT(numbers == expected);
  RC_ASSERT(lines.place() == (count == 0 ? 3 : 9 + count));
}

}  // namespace
}  // namespace allot::sdk_tests
