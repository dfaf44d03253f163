#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "commands.h"

namespace allot::app {

// How the command line reaches the server that holds the data folder: the Unix socket `allot.sock`
// in it, mode 0600. One question and one answer a connection, each a list of texts that says its
// lengths; at most 64 KB.

[[nodiscard]] std::string encode_message(const std::vector<std::string>& fields);
/// nullopt when it is no such message.
[[nodiscard]] std::optional<std::vector<std::string>> decode_message(std::string_view bytes);

/// Sends a command to the server of this folder. nullopt when none answers there.
[[nodiscard]] std::optional<Outcome> ask_server(
    const std::filesystem::path& folder, const UserCommand& command
);

[[nodiscard]] std::optional<Outcome> ask_server(
    const std::filesystem::path& folder, const LogLevelCommand& command
);

/// The server's end: answers on a thread of its own, one after the other, until it goes.
class ControlSocket {
 public:
  /// Make it before other threads run: it changes the working folder for a moment, since the path
  /// of a Unix socket may not be longer than 107 bytes. Throws std::runtime_error (one sentence).
  /// `env` must outlive it.
  ControlSocket(std::filesystem::path folder, Env& env);
  /// Waits for the command at hand.
  ~ControlSocket();

  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

 private:
  void serve();
  void answer(int connection);

  const std::filesystem::path folder_;
  Env& env_;
  int socket_ = -1;
  int stop_ = -1;  // an eventfd that is readable once it has to stop
  std::jthread thread_;
};

}  // namespace allot::app
