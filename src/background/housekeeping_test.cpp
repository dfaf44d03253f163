#include "background/housekeeping.h"

#include <gtest/gtest.h>

#include <filesystem>

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

/// Content that was kept so long before the world's now.
std::string keep(World& world, const std::string& text, std::chrono::hours ago) {
  const auto content = world.env().files.keep_text(text);
  const auto time = std::filesystem::file_time_type::clock::from_sys(world.clock.now() - ago);
  std::filesystem::last_write_time(world.env().files.find(content), time);
  return content;
}

bool is_kept(World& world, const std::string& content) {
  return !world.env().files.find(content).empty();
}

// B-366
TEST(Housekeeping, SweepsContentsThatNoItemNamesForADay) {
  World world;
  const auto old = keep(world, "old", std::chrono::hours{25});
  const auto young = keep(world, "young", std::chrono::hours{23});
  const auto named = keep(world, "named", std::chrono::hours{25});
  world.env().store.run_write([&](Transaction& tx) {
    auto item = tx.items().find(world.items(1).front()).value();
    item.content = named;
    tx.items().update(item);
    return true;
  });
  {
    const auto backing_up = world.env().files.hold_still();
    sweep_orphan_files(world.env());
    EXPECT_TRUE(is_kept(world, old));
  }
  sweep_orphan_files(world.env());
  EXPECT_FALSE(is_kept(world, old));
  EXPECT_TRUE(is_kept(world, young));
  EXPECT_TRUE(is_kept(world, named));
}

}  // namespace

}  // namespace allot::background
