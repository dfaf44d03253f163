#pragma once

#include <variant>

#include "commands.h"
#include "commands/work.h"
#include "configuration.h"

namespace allot::app {

struct ServeCommand {};

struct DemoCommand {};

/// What was asked for.
struct CommandLine {
  Configuration configuration;  // of flags and environment
  std::variant<
      ServeCommand,
      DemoCommand,
      UserCommand,
      LogLevelCommand,
      CheckCommand,
      BackupCommand,
      RestoreCommand>
      command;
};

/// Text that `--help` or `--version` asks for, instead of a command.
struct Information {
  std::string text;
};

/// Reads flags, and the environment (`ALLOT_…`) for what they leave open; unknown variables are
/// ignored. Passwords are read from standard input. Throws UsageError.
[[nodiscard]] std::variant<CommandLine, Information, cli::Work> parse_command_line(
    int count, char** words
);

}  // namespace allot::app
