#include "allot/commands.h"

#include "house_for_tests.h"
#include "scripted_transport_for_tests.h"
#include "session.h"
#include "tokens_for_tests.h"

namespace allot::sdk_tests {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A server whose command "c1" is in this state at each further request, the last one for good.
class ACommand : public ::testing::Test {
 protected:
  std::shared_ptr<ScriptedTransport> transport;

  Commands with_states(const std::vector<std::string>& states) {
    transport =
        std::make_shared<ScriptedTransport>([states](const TransportRequest&, std::size_t number) {
          const auto& state = states.at(std::min(number, states.size() - 1));
          return answered(
              200,
              R"({"id":"c1","type":"t","error":"No people.","progress":40,"spec":{"x":7},)"
              R"("createdAt":"2026-11-28T12:00:00.000Z","status":")" +
                  state + "\"}"
          );
        });
    auto tokens = std::make_shared<TokensInMemory>();
    tokens->save({.token = token_that_ends_in(1h), .refresh_token = {}});
    return Commands(std::make_shared<Session>(
        Session::Settings{.transport = transport, .tokens = std::move(tokens), .retry_pause = 1ms}
    ));
  }

  [[nodiscard]] std::vector<std::string> asked() const {
    std::vector<std::string> all;
    for (const auto& each : transport->asked()) all.push_back(each.method + " " + each.target);
    return all;
  }
};

TEST_F(ACommand, IsReadByItsId) {
  const auto command = with_states({"in-progress"}).get("c1");
  EXPECT_EQ(command.id, "c1");
  EXPECT_EQ(command.type, "t");
  EXPECT_EQ(command.status, CommandStatus::in_progress);
  EXPECT_EQ(command.progress, 40);
  EXPECT_EQ(command.spec_json, R"({"x":7})");
  EXPECT_GT(command.created_at, Time{});
  EXPECT_FALSE(command.has_ended());
}

// B-153
TEST_F(ACommand, IsWaitedForUntilItEndsWell) {
  const auto ended = with_states({"created", "in-progress", "success"}).get("c1").wait();
  EXPECT_EQ(ended.status, CommandStatus::success);
  EXPECT_TRUE(ended.has_ended());
  const std::string get = "GET /api/v1/commands/c1";
  EXPECT_THAT(asked(), ElementsAre(get, get, get));
}

// B-153
TEST_F(ACommand, ThatEndsBadlyIsAFailedDependency) {
  for (const auto* const state : {"failed", "canceled", "a word of tomorrow"}) {
    const auto command = with_states({state}).get("c1");
    EXPECT_TRUE(command.has_ended()) << state;
    try {
      command.wait();
      FAIL() << state;
    } catch (const FailedDependency& error) {
      EXPECT_THAT(error.what(), HasSubstr("No people."));
    }
  }
}

TEST_F(ACommand, IsAborted) {
  with_states({"in-progress"}).get("c1").abort();
  EXPECT_THAT(asked(), ElementsAre("GET /api/v1/commands/c1", "POST /api/v1/commands/c1/abort"));
}

class CommandsOfAClient : public InBothModes {};

TEST_P(CommandsOfAClient, AreFoundLater) {
  const auto task = task_of(dataset_with(2), loads({{"ada", 100}}));
  const auto adas = assignment_of(task, "ada");
  adas.reassign(address_of("ben"));
  const auto moved = adas.latest_reassignment().command_id;
  EXPECT_EQ(mia.commands.get(moved).wait().status, CommandStatus::success);
  EXPECT_EQ(mia.commands.get(moved).reload().id, moved);
  EXPECT_THROW((void)house.client("eve").commands.get(moved), NotFound);
}

IN_BOTH_MODES(CommandsOfAClient);

}  // namespace
}  // namespace allot::sdk_tests
