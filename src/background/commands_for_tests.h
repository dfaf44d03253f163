#pragma once

#include <chrono>
#include <thread>

#include "support/world.h"
#include "usecases/commands/commands.h"

namespace allot::background {

inline CommandStatus status_of(test::World& world, const Command& command) {
  return get_command(world.env(), world.manager(), command.id).value().status;
}

/// Waits as long as a slow machine may need.
inline bool is_done_in_time(test::World& world, const Command& command) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (std::chrono::steady_clock::now() < until) {
    if (status_of(world, command) == CommandStatus::success) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return false;
}

}  // namespace allot::background
