#include "usecases/assignments/own.h"

#include <algorithm>

#include "base/check.h"
#include "store/work_lists.h"

namespace allot {

AssignmentPage list_own_assignments(
    Env& env, const Caller& caller, std::optional<bool> active, const Window& page
) {
  return read(env.store, [&](const Transaction& tx) {
    auto held = tx.work_lists().held_by(caller.user);
    std::erase_if(held, [&](const HeldWork& work) { return active && *active != work.is_active; });
    std::ranges::sort(held, comes_before);
    AssignmentPage own{.views = {}, .total = held.size()};
    const auto end = std::min<std::uint64_t>(held.size(), page.offset + page.size);
    for (auto at = page.offset; at < end; ++at) {
      const auto task = tx.tasks().find(held[at].task);
      const auto assignment = tx.assignments().find(held[at].assignment);
      CHECK(task && assignment);
      own.views.push_back(view_assignment(tx, *task, *assignment));
    }
    return own;
  });
}

}  // namespace allot
