#pragma once

#include <memory>
#include <string>

#include "allot/states.h"
#include "allot/times.h"

namespace allot::inline v1 {

class Session;

/// Work of a server that may take longer than one request. The calls of this library that start
/// some wait for its end; this is for an id that was kept, of a call that was canceled for
/// instance. A value, as it was when it was read.
struct Command {
  std::string id;
  std::string type;
  Word<CommandStatus> status;
  int progress = 0;       // percent
  std::string error;      // why it failed; "" when it did not
  std::string spec_json;  // what it is about, and what came of it
  std::string creator;
  Time created_at{};
  Time updated_at{};
  std::string raw_json;  // all of it, as the server told it

  /// Made by the library.
  Command(std::shared_ptr<Session> session, const std::string& json);

  /// A word that is not known here has ended: it is none of a running command.
  [[nodiscard]] bool has_ended() const;
  /// As it is now.
  [[nodiscard]] Command reload() const;
  /// Asks, less and less often, until it has ended well, and returns it then. A client that is
  /// `watched` hears how far it is; its cancellation aborts the command. Throws FailedDependency
  /// (it failed, or was aborted), Canceled.
  Command wait() const;  // NOLINT(modernize-use-nodiscard): most want the end alone
  /// Asks it to stop; what it did stays done. No error when it has ended.
  void abort() const;

 private:
  std::shared_ptr<Session> session_;
};

/// The commands of whoever is signed in.
class Commands {
 public:
  explicit Commands(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  /// Throws NotFound.
  [[nodiscard]] Command get(const std::string& command_id) const;

 private:
  std::shared_ptr<Session> session_;
};

}  // namespace allot::inline v1
