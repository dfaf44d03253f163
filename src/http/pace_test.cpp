#include <gtest/gtest.h>

#include "http/team_for_tests.h"

namespace allot::http::test {
namespace {

using namespace std::chrono_literals;
using allot::test::World;

/// ada has handled ten of her twenty items, one a minute.
class PaceRoutes : public testing::Test {
 protected:
  PaceRoutes() {
    const auto items = read(world.env().store, [&](const Transaction& tx) {
      std::vector<ItemId> ids;
      const auto ordinals = tx.ledgers().of(task.id)->members.to_vector();
      for (auto& [ordinal, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
      return ids;
    });
    const auto set = [&](const ItemId& item, std::string_view word) {
      const auto answer = ada.post(
          "/assignments/items/tasks/" + task.id.text + "/status",
          R"({"itemIds":[")" + item.text +
              R"("],"statusPayload":{"operation":"create","status":")" + std::string(word) +
              R"("}})"
      );
      EXPECT_EQ(answer.status, 200) << answer.body;
    };
    for (std::size_t i = 0; i < 11; ++i) {
      set(items[i], "completed");
      world.clock.advance(1min);
    }
  }

  [[nodiscard]] std::string path(std::string_view query = "") const {
    return "/annotationtasks/" + task.id.text + "/pace" + std::string(query);
  }

  World world;
  Task task = world.task({{.annotator = "ada", .open_items = 20}});
  Client mia{world, "mia"};
  Client ada{world, "ada"};
};

// B-310, B-311
TEST_F(PaceRoutes, AnswerWithTheMembersOfTheContract) {
  const auto answer = mia.get(path("?days=2&tz=Europe/Berlin"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(
      answer.names(),
      (std::set<std::string>{
          "taskId", "people", "perDay", "left", "doneBy", "dueDate", "late", "balanced"
      })
  );
  EXPECT_EQ(answer.text("taskId"), task.id.text);
  EXPECT_EQ(answer.at("dueDate"), "null");
  EXPECT_EQ(answer.at("late"), "false");
  const auto people = Answer{200, answer.at("people")}.items();
  ASSERT_EQ(people.size(), 1u);
  const auto& person = people[0];
  EXPECT_EQ(
      person.names(),
      (std::set<std::string>{
          "assigneeId",
          "assignmentId",
          "open",
          "handled",
          "activeSeconds",
          "itemsPerHour",
          "perDay",
          "lastActive",
          "doneBy"
      })
  );
  EXPECT_EQ(person.text("assigneeId"), "ada@example.org");
  EXPECT_EQ(person.at("open"), "9");
  EXPECT_EQ(person.at("handled"), "11");
  EXPECT_EQ(person.at("activeSeconds"), "600");
  EXPECT_EQ(person.at("itemsPerHour"), "66");
  EXPECT_EQ(
      person.at("perDay"), R"([{"day":"2026-12-31","handled":0},{"day":"2027-01-01","handled":11}])"
  );
  EXPECT_EQ(answer.at("perDay"), person.at("perDay"));
  EXPECT_EQ(answer.at("left"), R"([{"day":"2027-01-01","items":9}])");
  EXPECT_EQ(answer.at("balanced"), R"([{"assigneeId":"ada@example.org","load":100}])");
  // 9 items at 66 an hour, 10 minutes of which are active in a week.
  const auto now = world.clock.now();
  EXPECT_EQ(person.at("lastActive"), std::to_string(to_epoch_ms(now - 1min)));
  const auto takes = std::chrono::duration<double, std::milli>(7 * 24h) * (9.0 / 11);
  const auto done_by = now + std::chrono::round<std::chrono::milliseconds>(takes);
  EXPECT_EQ(person.at("doneBy"), std::to_string(to_epoch_ms(done_by)));
  EXPECT_EQ(answer.at("doneBy"), person.at("doneBy"));
}

// B-310
TEST_F(PaceRoutes, SayNullWhereNothingTells) {
  const auto idle = world.task({{.annotator = "ben", .open_items = 1}});
  const auto answer = mia.get("/annotationtasks/" + idle.id.text + "/pace");
  const auto person = Answer{200, answer.at("people")}.items().at(0);
  EXPECT_EQ(person.at("itemsPerHour"), "null");
  EXPECT_EQ(person.at("lastActive"), "null");
  EXPECT_EQ(person.at("doneBy"), "null");
  EXPECT_EQ(answer.at("doneBy"), "null");
  EXPECT_EQ(Answer({200, person.at("perDay")}).items().size(), 14u);
}

// B-150
TEST_F(PaceRoutes, NameWhatTheyDoNotUnderstand) {
  const auto refusal = [&](std::string_view query) {
    const auto answer = mia.get(path(query));
    EXPECT_EQ(answer.status, 400) << query;
    return answer.text("message");
  };
  const std::string no_zone = "`tz` must be the name of a time zone, such as `Europe/Berlin`.";
  EXPECT_EQ(refusal("?tz=Mars/Olympus"), no_zone);
  EXPECT_EQ(refusal("?tz=%2B01:00"), no_zone);
  for (const std::string_view none : {"0", "91", "-1", "two", "99999999999"}) {
    const auto said = refusal("?days=" + std::string(none));
    EXPECT_EQ(said, "`days` must be a whole number from 1 to 90.") << none;
  }
  EXPECT_EQ(mia.get(path("?tz=&days=")).status, 200);
  EXPECT_EQ(mia.get(path("?tz=Etc/GMT+5")).status, 200);
  EXPECT_EQ(mia.get("/annotationtasks/nothing/pace").status, 400);
  EXPECT_EQ(mia.get("/annotationtasks/111111111111111111111111/pace").status, 404);
}

// B-312
TEST_F(PaceRoutes, OfAProjectTellOfEveryPersonInItsOpenTasks) {
  world.task({{.annotator = "ben", .open_items = 1}});
  const auto pace = "/projects/" + world.project().text + "/pace";
  const auto answer = mia.get(pace);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(
      answer.names(), (std::set<std::string>{"projectId", "people", "perDay", "left", "doneBy"})
  );
  const auto people = Answer{200, answer.at("people")}.items();
  ASSERT_EQ(people.size(), 2u);
  EXPECT_EQ(people[0].text("assigneeId"), "ada@example.org");
  EXPECT_EQ(people[0].at("tasks"), "1");
  EXPECT_EQ(people[0].at("itemsPerHour"), "66");
  EXPECT_EQ(people[0].at("assignmentId"), "absent");
  EXPECT_EQ(answer.at("left"), R"([{"day":"2027-01-01","items":10}])");
  const auto own = Answer{200, ada.get(pace).at("people")}.items();
  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(own[0].text("assigneeId"), "ada@example.org");
  EXPECT_EQ(ada.get(pace).at("perDay"), "[]");
  Client stranger(world, "nobody");
  EXPECT_EQ(stranger.get(pace).status, 404);
  EXPECT_EQ(mia.get(pace + "?tz=nowhere").status, 400);
}

}  // namespace
}  // namespace allot::http::test
