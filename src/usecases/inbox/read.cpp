#include "usecases/inbox/read.h"

namespace allot {

InboxPage list_inbox(
    Env& env, const Caller& caller, bool unread, std::uint64_t offset, std::uint64_t count
) {
  return read(env.store, [&](const Transaction& tx) {
    const auto size = tx.inbox().size_of(caller.user);
    return InboxPage{
        .lines = tx.inbox().of(caller.user, unread, offset, count),
        .total = unread ? size.unread : size.lines
    };
  });
}

Result<Done> read_inbox(Env& env, const Caller& caller, const ReadLines& lines) {
  return write(env.store, Scope{}, [&](Transaction& tx) -> Result<Done> {
    if (const auto* last = std::get_if<InboxLineId>(&lines)) {
      tx.inbox().read_up_to(caller.user, *last);
    } else {
      tx.inbox().read_these(caller.user, std::get<std::vector<InboxLineId>>(lines));
    }
    return Done{};
  });
}

}  // namespace allot
