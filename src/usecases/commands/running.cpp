#include "usecases/commands/running.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace allot {

Result<Caller> caller_now(const Transaction& tx, const UserId& creator, std::string_view what) {
  const auto user = tx.outside().users().find(creator);
  if (!user || user->state != UserState::active) {
    return fail(
        ErrorCode::forbidden, fmt::format("Whoever asked for {} may not sign in any more.", what)
    );
  }
  return Caller{
      .user = user->id, .org_role = user->org_role, .is_bot = user->is_bot, .session = {}
  };
}

bool goes_on(const std::optional<Command>& command) {
  return command && (command->status == CommandStatus::created ||
                     command->status == CommandStatus::in_progress);
}

void note_progress(Env& env, Transaction& tx, Command command, int percent) {
  constexpr int most_before_the_end = 99;
  command.progress = std::min(percent, most_before_the_end);
  command.updated_at = env.clock.now();
  tx.journal().put_command(command);
}

void note_failure(Env& env, Transaction& tx, Command command, std::string why) {
  command.status = CommandStatus::failed;
  command.error = std::move(why);
  command.updated_at = env.clock.now();
  tx.journal().put_command(command);
}

void note_success(Env& env, Transaction& tx, Command command, CommandResult result) {
  command.result = std::move(result);
  command.status = CommandStatus::success;
  command.progress = 100;
  command.updated_at = env.clock.now();
  tx.journal().put_command(command);
}

}  // namespace allot
