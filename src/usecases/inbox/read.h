#pragma once

#include <variant>
#include <vector>

#include "usecases/env.h"

namespace allot {

struct InboxPage {
  std::vector<InboxLine> lines;  // newest first
  std::uint64_t total = 0;       // of those that were asked for
};

/// The caller's own.
[[nodiscard]] InboxPage list_inbox(
    Env& env, const Caller& caller, bool unread, std::uint64_t offset, std::uint64_t count
);

/// All up to one of them, or some.
using ReadLines = std::variant<InboxLineId, std::vector<InboxLineId>>;

/// Marks lines of the caller's inbox as read; those that are nobody's, or somebody else's, are
/// passed over. Repeatable.
[[nodiscard]] Result<Done> read_inbox(Env& env, const Caller& caller, const ReadLines& lines);

}  // namespace allot
