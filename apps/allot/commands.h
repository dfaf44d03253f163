#pragma once

#include <functional>
#include <string>

#include "configuration.h"
#include "usecases/env.h"

namespace allot::app {

// The commands of the program, one file each. They throw std::exception with one sentence for what
// failed (exit code 1) and UsageError (2).

/// What a command prints, and its exit code.
struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string err;        // one sentence
  bool is_prose = false;  // `out`: lines of sentences, which a terminal breaks at spaces
};

/// What a command does beside serving, e.g. the demo.
struct ServeHooks {
  /// The data folder is open, nobody can ask yet.
  std::function<void(Env&)> before = [](Env&) {};
  /// The server answers, its line is printed.
  std::function<void(Env&)> after = [](Env&) {};
};

/// `allot serve`: until SIGTERM or SIGINT.
int serve(const Configuration& configuration, const ServeHooks& hooks = {});

/// One of `allot user …`.
struct UserCommand {
  enum class Verb { add, passwd, disable, enable, list, link };
  Verb verb = Verb::list;
  std::string address;
  std::string password;
  bool admin = false;
};

/// Acts on the data folder, or through the server that holds it.
Outcome user(const Configuration& configuration, const UserCommand& command);

/// `allot log-level LEVEL`.
struct LogLevelCommand {
  std::string level;
};

/// Tells the server that holds the data folder. Until it ends: the next one starts with its own.
Outcome log_level(const Configuration& configuration, const LogLevelCommand& command);

/// Does the work: in the process that holds the folder.
Outcome run_user_command(Env& env, const UserCommand& command);

/// `allot check`.
struct CheckCommand {
  bool content = false;  // hash the files too
  bool repair = false;
  bool json = false;
};

/// Looks at the data folder, whether a server holds it or not; repairs it where none does. Exit
/// code 1 when there are findings (left).
Outcome check(const Configuration& configuration, const CheckCommand& command);

/// `allot backup TO`.
struct BackupCommand {
  std::string target;
};

/// Exit code 1 too when the data folder lacks files.
Outcome backup(const Configuration& configuration, const BackupCommand& command);

/// `allot restore FROM`.
struct RestoreCommand {
  std::string backup;
};

Outcome restore(const Configuration& configuration, const RestoreCommand& command);

}  // namespace allot::app
