#include "background/housekeeping.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace allot::background {

namespace {

using test::World;

bool has_answer(World& world, const std::string& key) {
  return read(world.env().store, [&](const Transaction& tx) {
    return tx.journal().kept_answer(World::person("mia"), key).has_value();
  });
}

void keep_answer(World& world, const std::string& key) {
  world.env().store.run_write([&](Transaction& tx) {
    tx.journal().put_kept_answer(
        {.caller = World::person("mia"), .key = key, .at = world.clock.now(), .status = 200}
    );
    return true;
  });
}

// B-297
TEST(Housekeeping, ForgetsAnswersThatAreOlderThanADay) {
  World world;
  keep_answer(world, "old");
  world.clock.advance(std::chrono::milliseconds{1});
  keep_answer(world, "a day old");
  world.clock.advance(std::chrono::hours{24});
  forget_old_answers(world.env());
  EXPECT_FALSE(has_answer(world, "old"));
  EXPECT_TRUE(has_answer(world, "a day old"));
}

}  // namespace

}  // namespace allot::background
