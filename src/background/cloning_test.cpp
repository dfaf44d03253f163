#include "background/cloning.h"

#include <gtest/gtest.h>

#include "background/commands_for_tests.h"
#include "support/world.h"
#include "usecases/clones/begin.h"
#include "usecases/commands/commands.h"

namespace allot::background {
namespace {

using test::World;

Command begin(World& world, const std::string& name) {
  const CloneDataset input{.dataset = world.dataset(), .order = {.name = name}};
  return begin_clone(world.env(), world.manager(), input).value();
}

TEST(Cloning, MakesWhatWaitsAndWhatComes) {
  World world;
  world.items(3);
  const auto before = begin(world, "1");
  Cloning cloning(world.env());
  EXPECT_TRUE(is_done_in_time(world, before));
  EXPECT_TRUE(is_done_in_time(world, begin(world, "2")));
}

TEST(Cloning, MakesNothingOnceItWasStopped) {
  World world;
  Cloning cloning(world.env());
  cloning.stop();
  const auto command = begin(world, "1");
  EXPECT_EQ(status_of(world, command), CommandStatus::in_progress);
  make_clones(world.env());
  EXPECT_EQ(status_of(world, command), CommandStatus::success);
}

}  // namespace
}  // namespace allot::background
