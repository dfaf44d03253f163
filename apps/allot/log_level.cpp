#include <fmt/format.h>

#include <stdexcept>

#include "commands.h"
#include "control_socket.h"

namespace allot::app {

Outcome log_level(const Configuration& configuration, const LogLevelCommand& command) {
  (void)checked_log_level(command.level);
  const auto folder = data_folder_of(configuration);
  if (auto outcome = ask_server(folder, command)) return *std::move(outcome);
  throw std::runtime_error(fmt::format("No server answers for {}.", folder.string()));
}

}  // namespace allot::app
