#include "background/exporting.h"

#include <gtest/gtest.h>

#include <thread>

#include "background/commands_for_tests.h"
#include "support/world.h"
#include "usecases/commands/commands.h"
#include "usecases/exports/begin.h"

namespace allot::background {
namespace {

using test::World;

Command begin(World& world) {
  const BeginExport input{.dataset = world.dataset(), .order = {}, .lock_time = {}};
  return begin_export(world.env(), world.manager(), input).value();
}

TEST(Exporting, CarriesOutWhatWaitsAndWhatComes) {
  World world;
  world.items(3);
  const auto before = begin(world);
  Exporting exporting(world.env());
  EXPECT_TRUE(is_done_in_time(world, before));
  EXPECT_TRUE(is_done_in_time(world, begin(world)));
}

TEST(Exporting, CarriesOutNothingOnceItWasStopped) {
  World world;
  Exporting exporting(world.env());
  exporting.stop();
  const auto command = begin(world);
  EXPECT_EQ(status_of(world, command), CommandStatus::in_progress);
  carry_out_exports(world.env());
  EXPECT_EQ(status_of(world, command), CommandStatus::success);
}

}  // namespace
}  // namespace allot::background
