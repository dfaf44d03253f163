#include "background/exporting.h"

#include <gtest/gtest.h>

#include <thread>

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

CommandStatus status_of(World& world, const Command& command) {
  return get_command(world.env(), world.manager(), command.id).value().status;
}

/// Waits as long as a slow machine may need.
bool is_done_in_time(World& world, const Command& command) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (std::chrono::steady_clock::now() < until) {
    if (status_of(world, command) == CommandStatus::success) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return false;
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
