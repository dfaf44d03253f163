#include "net/feeder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <utility>
#include <vector>

#include "support/world.h"
#include "usecases/accounts/authenticate.h"

namespace allot::net {

namespace {

using test::World;
using ::testing::ElementsAre;

class OneFeeder : public testing::Test {
 protected:
  /// Of everything that somebody sees, from now on.
  http::EventReading reading(std::string_view name) {
    auto who = claims_of(env, world.bearer(name)).value();
    const auto last =
        read(env.store, [](const Transaction& tx) { return tx.journal().last_event(); });
    return {.who = std::move(who), .topics = {}, .after = last};
  }

  /// Lines that members of the project see.
  void append(int lines) { append(deleted(ItemId{"gone"}), world.project(), lines); }

  void append_for(std::string_view name) {
    append(InboxGrew{.people = {World::person(name)}}, ProjectId{}, 1);
  }

  World world;
  Env& env = world.env();

 private:
  void append(const Happening& what, const ProjectId& project, int lines) {
    env.store.run_write(Scope::everything(), [&](Transaction& tx) {
      for (int i = 0; i < lines; ++i) {
        tx.journal().append(
            {.what = what,
             .project = project,
             .actor = World::person("mia"),
             .at = world.clock.now()}
        );
      }
      return true;
    });
  }
};

// B-321, B-320
TEST_F(OneFeeder, OneThatComesFromFarBackDelaysNobody) {
  const auto far_back = reading("eve");
  append(1'000);  // of which eve sees none
  append_for("eve");
  append(5'000);
  append_for("eve");
  const auto at_the_end = reading("mia");

  std::vector<std::string> told;  // on the feeder's thread alone, until both were
  std::promise<void> are_told;
  const auto note = [&](std::string who) {
    told.push_back(std::move(who));
    if (told.size() == 2) are_told.set_value();
  };
  Feeder::Key mia = 0;
  Feeder::Key eve = 0;
  int of_eve = 0;
  Feeder feeder(env, {.feed = {.tail_lines = 16}});
  const auto tell_mia = [&](const Feeder::Piece& piece) {
    if (piece.text.find("event: ") != std::string::npos) note("what happened meanwhile");
    feeder.go_on(mia);
  };
  const auto tell_eve = [&](const Feeder::Piece& piece) {
    if (piece.text.find("event: ") != std::string::npos) {
      if (++of_eve == 1) append(1);  // she is on her way still, and mia waits
      if (of_eve == 2) note("the end of a long way");
    }
    feeder.go_on(eve);
  };
  mia = feeder.add(at_the_end, tell_mia).value();
  feeder.go_on(mia);
  eve = feeder.add(far_back, tell_eve).value();
  feeder.go_on(eve);
  are_told.get_future().wait();
  feeder.stop();
  EXPECT_THAT(told, ElementsAre("what happened meanwhile", "the end of a long way"));
}

}  // namespace

}  // namespace allot::net
